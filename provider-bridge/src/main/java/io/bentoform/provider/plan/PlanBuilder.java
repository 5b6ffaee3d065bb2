package io.bentoform.provider.plan;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Builds a planned state: the proposed state without write-only values, with prior values where
 * they are semantically equal, then defaults, then what the resource sets. A known planned value
 * must be the final one; an unknown value is allowed only for a computed attribute that is not
 * configured.
 */
public final class PlanBuilder {

  private final Schema schema;
  private final Value.Fields config;
  private final Value.Fields prior;
  private final Map<String, Value> planned;
  private final List<Path> requiresReplace = new ArrayList<>();
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  private PlanBuilder(
      Schema schema, Value.Fields prior, Value.Fields proposed, Value.Fields config) {
    this.schema = schema;
    this.prior = prior;
    this.config = config;
    Value.Fields stored = schema.withoutWriteOnly(proposed);
    this.planned = new TreeMap<>(schema.keepingSpelling(stored, prior).entries());
    schema
        .attributes()
        .values()
        .forEach(
            attribute -> {
              Value value = attribute.defaultValue();
              if (value != null && isUnset(attribute.name())) {
                planned.put(attribute.name(), value);
              }
            });
  }

  /** A plan to create: computed attributes without a configured or default value are unknown. */
  public static PlanBuilder create(Schema schema, Value.Fields proposed, Value.Fields config) {
    PlanBuilder plan = new PlanBuilder(schema, schema.empty(), proposed, config);
    plan.markComputedUnknown();
    return plan;
  }

  /** A plan to update: computed attributes keep their prior values until they are set. */
  public static PlanBuilder update(
      Schema schema, Value.Fields prior, Value.Fields proposed, Value.Fields config) {
    return new PlanBuilder(schema, prior, proposed, config);
  }

  public Value config(String name) {
    return config.get(name);
  }

  public Value prior(String name) {
    return prior.get(name);
  }

  public Value planned(String name) {
    return planned.getOrDefault(name, Value.ofNull());
  }

  /** Whether the configuration does not set the attribute. */
  public boolean isUnset(String name) {
    return config.get(name).isNull();
  }

  /** Whether the planned value of an attribute differs from the prior one. */
  public boolean differs(String name) {
    return !planned(name).equals(prior(name));
  }

  /** Whether the planned state differs from the prior state. */
  public boolean differs() {
    return !new Value.Fields(planned).equals(schema.withoutWriteOnly(prior));
  }

  /** Sets the planned value of a computed attribute. */
  public void set(String name, Value value) {
    planned.put(name, value);
  }

  public void unknown(String name) {
    set(name, Value.ofUnknown());
  }

  /** Marks computed attributes without a configured or default value as unknown. */
  public void markComputedUnknown() {
    for (Attribute attribute : schema.attributes().values()) {
      boolean decided = attribute.defaultValue() != null || !isUnset(attribute.name());
      if (attribute.mode().isComputed() && !decided) {
        unknown(attribute.name());
      }
    }
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
