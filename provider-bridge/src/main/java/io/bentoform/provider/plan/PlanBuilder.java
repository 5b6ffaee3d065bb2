package io.bentoform.provider.plan;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Place;
import io.bentoform.provider.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds a planned state: the proposed state without write-only values, with defaults, with prior
 * values where they are semantically equal, then what the resource sets. A known planned value must
 * be the final one; an unknown value is allowed only for a computed attribute that is not
 * configured.
 */
public final class PlanBuilder {

  private final Schema schema;
  private final Value.Fields config;
  private final Value.@Nullable Fields prior;
  private final Map<String, Value> planned;
  private final Set<String> decided = new HashSet<>();
  private final List<Path> requiresReplace = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private PlanBuilder(
      Schema schema, Value.@Nullable Fields prior, Value.Fields proposed, Value.Fields config) {
    this.schema = schema;
    this.prior = prior;
    this.config = config;
    this.planned =
        new TreeMap<>(schema.rewrite(proposed, prior, config, PlanBuilder::begin).entries());
  }

  /** The value that a plan begins with. */
  private static Value begin(Place place) {
    Value otherwise = place.attribute().defaultValue();
    if (place.attribute().writeOnly()) {
      return Value.ofNull();
    }
    if (otherwise != null && place.isLeftOpen()) {
      return otherwise;
    }
    return place.inKnownSpelling();
  }

  /** A plan to create: computed attributes without a configured or default value are unknown. */
  public static PlanBuilder create(Schema schema, Value.Fields proposed, Value.Fields config) {
    PlanBuilder plan = new PlanBuilder(schema, null, proposed, config);
    plan.markComputedUnknown();
    return plan;
  }

  /** A plan to update: computed attributes keep their prior values until they are set. */
  public static PlanBuilder update(
      Schema schema, Value.Fields prior, Value.Fields proposed, Value.Fields config) {
    return new PlanBuilder(schema, prior, proposed, config);
  }

  /**
   * Plans an update as the schema alone says: replacement where an attribute asks for it, and
   * unknown values for what the change may set. Without any difference the prior state is planned.
   */
  public void followSchema() {
    if (differs()) {
      requireReplacements();
      markComputedUnknown();
    }
  }

  public Value.Fields config() {
    return config;
  }

  public Value config(String name) {
    return config.get(name);
  }

  public Value prior(String name) {
    return prior == null ? Value.ofNull() : prior.get(name);
  }

  public Value planned(String name) {
    return planned.getOrDefault(name, Value.ofNull());
  }

  /** Whether the configuration does not set the attribute. */
  public boolean isUnset(String name) {
    return config.get(name).isNull();
  }

  /** Whether what the configuration sets of these attributes, at any depth, is known. */
  public boolean areKnown(String... names) {
    return Stream.of(names)
        .allMatch(
            name ->
                planned(name).isWhollyKnown()
                    || schema.configuration(state()).get(name).isWhollyKnown());
  }

  /** Whether the planned value of an attribute differs from the prior one. */
  public boolean differs(String name) {
    return !planned(name).equals(prior(name));
  }

  /** Whether the planned state differs from the prior state. */
  public boolean differs() {
    return prior == null || !state().equals(schema.withoutWriteOnly(prior));
  }

  /** Sets the planned value of a computed attribute. */
  public void set(String name, Value value) {
    decided.add(name);
    planned.put(name, value);
  }

  public void unknown(String name) {
    set(name, Value.ofUnknown());
  }

  /**
   * Marks computed attributes as unknown, at any depth, which neither the configuration nor a
   * default nor the resource has decided. Without a replacement, those that say so keep their prior
   * values.
   */
  public void markComputedUnknown() {
    boolean remains = prior != null && requiresReplace.isEmpty();
    Value.Fields marked =
        schema.rewrite(
            state(),
            prior,
            config,
            place -> isOpen(place, remains) ? Value.ofUnknown() : place.value());
    marked.entries().keySet().stream()
        .filter(name -> !decided.contains(name))
        .forEach(name -> planned.put(name, marked.get(name)));
  }

  private static boolean isOpen(Place place, boolean remains) {
    Attribute attribute = place.attribute();
    boolean kept = remains && attribute.keepsPriorValue() && place.prior() != null;
    return attribute.mode().isComputed()
        && attribute.defaultValue() == null
        && place.isLeftOpen()
        && !kept;
  }

  /**
   * Requires replacement for each attribute that asks for it and differs from the prior state;
   * returns whether there is any.
   */
  public boolean requireReplacements() {
    int before = requiresReplace.size();
    schema.visit(
        state(),
        prior,
        place -> {
          Value was = place.prior() == null ? Value.ofNull() : place.prior();
          if (place.attribute().requiresReplacement() && !place.value().equals(was)) {
            requireReplace(place.path());
          }
        });
    return requiresReplace.size() > before;
  }

  public void requireReplace(Path path) {
    requiresReplace.add(path);
  }

  public void report(Diagnostic diagnostic) {
    diagnostics.add(diagnostic);
  }

  public void report(List<Diagnostic> more) {
    diagnostics.addAll(more);
  }

  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }

  public Value.Fields state() {
    return new Value.Fields(planned);
  }

  /** The paths that require replacement, sorted and without duplicates. */
  public List<Path> requiresReplace() {
    return requiresReplace.stream()
        .distinct()
        .sorted(Comparator.comparing(Path::toString))
        .toList();
  }

  public List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }
}
