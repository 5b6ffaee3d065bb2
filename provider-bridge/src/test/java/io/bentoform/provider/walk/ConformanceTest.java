package io.bentoform.provider.walk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.ByteString;
import io.bentoform.provider.Main;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.InProcessProvider;
import io.bentoform.provider.proto.TfPlugin6.AttributePath;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.rpc.ProviderService;
import io.bentoform.provider.schema.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the host demands of plans and results (contract terraform-plugin, 5.8, 5.9, 5.12, 5.14), of
 * every resource type that the provider has.
 */
class ConformanceTest {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Log SILENT = new Log(System.err, Log.Level.OFF);
  private static final InProcessProvider PROVIDER =
      new InProcessProvider(new ProviderService(Main::provider), SILENT);

  private final Server server = Server.shared();
  private final String name = "c" + COUNT.incrementAndGet();

  @AfterAll
  static void close() {
    PROVIDER.close();
  }

  static Stream<Kind> kinds() {
    Provider provider = Main.provider(Map.of(), SILENT);
    return provider.resources().stream()
        .filter(resource -> Example.of(resource.typeName()).isPresent())
        .map(resource -> Kind.of(0, resource));
  }

  @Test
  void every_resource_type_has_an_example() {
    try (Plugin plugin = connect()) {
      for (String typeName : plugin.resourceTypes()) {
        if (Example.of(typeName).isEmpty()) {
          fail("The resource type %s has no entry in Example: add one.", typeName);
        }
      }
      assertThat(kinds().map(Kind::typeName)).hasSameSizeAs(plugin.resourceTypes());
    }
  }

  private Plugin connect() {
    return new Plugin(PROVIDER.connect(), server.url(), server.token());
  }

  private static Example example(Kind kind) {
    return Example.of(kind.typeName()).orElseThrow();
  }

  private Value.Fields config(Kind kind, String json) {
    return Example.config(json, name, kind.schema());
  }

  /** Plans as a host does, with all checks of a plan; twice, for the same answer. */
  private static Plugin.Planned plan(
      Plugin plugin, Kind kind, Value prior, Value.Fields config, ByteString kept) {
    plugin.validate(kind, config);
    Value.Fields proposed = HostRules.proposed(kind.schema(), prior, config);
    Plugin.Planned planned = plugin.plan(kind, prior, proposed, config, kept);
    assertThat(HostRules.invalid(kind.schema(), planned.state(), config, prior))
        .as("%s: what a host refuses in the plan", kind.typeName())
        .isEmpty();
    Plugin.Planned again = plugin.plan(kind, prior, proposed, config, kept);
    assertThat(again.state().equals(planned.state())).as("the same plan again").isTrue();
    assertThat(again.kept()).isEqualTo(planned.kept());
    assertThat(again.replacing()).isEqualTo(planned.replacing());
    assertThat(planned.state().equals(kind.schema().withoutWriteOnly(planned.state())))
        .as("no write-only value in the plan")
        .isTrue();
    return planned;
  }

  private static boolean replaces(Plugin.Planned planned, Value prior) {
    return planned.replacing().stream()
        .anyMatch(path -> HostRules.replaces(path, prior, planned.state()));
  }

  /** Applies a plan, with all checks of a result. */
  private static Instance apply(
      Plugin plugin, Kind kind, Value prior, Plugin.Planned planned, Value.Fields config) {
    Plugin.Applied applied = plugin.apply(kind, prior, planned.state(), config, planned.kept());
    assertThat(applied.failure()).isEmpty();
    Instance stored = applied.stored().orElseThrow();
    assertThat(HostRules.broken(planned.state(), stored.state()))
        .as("%s: an inconsistent result", kind.typeName())
        .isEmpty();
    assertKnown(kind, stored.state());
    return stored;
  }

  private static void assertKnown(Kind kind, Value.Fields state) {
    assertThat(state.isWhollyKnown()).as("the state is known").isTrue();
    assertThat(state.equals(kind.schema().withoutWriteOnly(state)))
        .as("no write-only value in the state")
        .isTrue();
  }

  private Instance create(Kind kind, Value.Fields config) {
    try (Plugin plugin = connect()) {
      Plugin.Planned planned = plan(plugin, kind, Value.ofNull(), config, ByteString.EMPTY);
      return apply(plugin, kind, Value.ofNull(), planned, config);
    }
  }

  private Instance refresh(Plugin plugin, Kind kind, Instance stored) {
    Value.Fields upgraded = plugin.upgrade(kind, stored.state());
    assertThat(upgraded.equals(stored.state())).as("the state after an upgrade").isTrue();
    Instance found = plugin.read(kind, stored).orElseThrow();
    assertKnown(kind, found.state());
    assertThat(HostRules.broken(Walker.settled(stored), found.state()))
        .as("%s: what a refresh finds is not what was stored", kind.typeName())
        .isEmpty();
    return found;
  }

  /** The next plan, by a provider that remembers nothing, is empty. */
  private Instance assertNothingIsLeft(Kind kind, Instance stored, Value.Fields config) {
    try (Plugin plugin = connect()) {
      Instance found = refresh(plugin, kind, stored);
      Plugin.Planned planned = plan(plugin, kind, found.state(), config, found.kept());
      assertThat(HostRules.broken(found.state(), planned.state()))
          .as("%s: what the next plan changes", kind.typeName())
          .isEmpty();
      return found;
    }
  }

  private void destroy(Kind kind, Instance stored) {
    try (Plugin plugin = connect()) {
      plugin.planDestroy(kind, stored);
      Value nothing = Value.ofNull();
      Plugin.Applied applied = plugin.apply(kind, stored.state(), nothing, nothing, stored.kept());
      assertThat(applied.failure()).isEmpty();
      assertThat(applied.stored()).isEmpty();
      assertThat(plugin.read(kind, stored)).as("it is gone").isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void what_is_created_is_what_was_planned_and_changes_in_place(Kind kind) {
    Value.Fields first = config(kind, example(kind).first());
    Instance stored = create(kind, first);
    stored = assertNothingIsLeft(kind, stored, first);
    List<String> steps = new ArrayList<>(example(kind).changes());
    steps.add(example(kind).first());
    for (String step : steps) {
      Value.Fields config = config(kind, step);
      Instance changed;
      try (Plugin plugin = connect()) {
        Value prior = stored.state();
        Plugin.Planned planned = plan(plugin, kind, prior, config, stored.kept());
        assertThat(replaces(planned, prior)).as("%s is a replacement", step).isFalse();
        changed = apply(plugin, kind, prior, planned, config);
      }
      stored = assertNothingIsLeft(kind, changed, config);
    }
    destroy(kind, stored);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_replacement_is_asked_for_and_planned_like_a_creation(Kind kind) {
    for (String replacement : example(kind).replacements()) {
      Instance stored = create(kind, config(kind, example(kind).first()));
      Value.Fields config = config(kind, replacement);
      Instance made;
      try (Plugin plugin = connect()) {
        Plugin.Planned change = plan(plugin, kind, stored.state(), config, stored.kept());
        assertThat(replaces(change, stored.state())).as("%s replaces", replacement).isTrue();
        for (AttributePath path : change.replacing()) {
          assertThat(path.getStepsCount()).isPositive();
        }
        Plugin.Planned again = plan(plugin, kind, Value.ofNull(), config, change.kept());
        destroy(kind, stored);
        made = apply(plugin, kind, Value.ofNull(), again, config);
      }
      destroy(kind, assertNothingIsLeft(kind, made, config));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_tainted_object_is_made_again_under_its_name(Kind kind) {
    Value.Fields config = config(kind, example(kind).first());
    Instance stored = create(kind, config);
    Instance made;
    try (Plugin plugin = connect()) {
      Plugin.Planned planned = plan(plugin, kind, Value.ofNull(), config, ByteString.EMPTY);
      destroy(kind, stored);
      Plugin.Planned last = plan(plugin, kind, Value.ofNull(), config, ByteString.EMPTY);
      assertThat(HostRules.broken(planned.state(), last.state())).isEmpty();
      made = apply(plugin, kind, Value.ofNull(), last, config);
    }
    destroy(kind, assertNothingIsLeft(kind, made, config));
  }

  /** Whatever is unknown in the first plan: the plan with known values keeps its promises. */
  @ParameterizedTest
  @MethodSource("kinds")
  void a_plan_with_unknown_values_promises_nothing_that_it_does_not_keep(Kind kind) {
    Value.Fields first = config(kind, example(kind).first());
    Instance stored = create(kind, first);
    List<String> all = new ArrayList<>(example(kind).changes());
    all.add(example(kind).first());
    for (String json : all) {
      Value.Fields config = config(kind, json);
      for (String attribute : configured(config)) {
        Value.Fields open = config.with(attribute, Value.ofUnknown());
        for (Value prior : List.of(Value.ofNull(), stored.state())) {
          ByteString kept = prior.isNull() ? ByteString.EMPTY : stored.kept();
          try (Plugin plugin = connect()) {
            if (example(kind).needsKnown().contains(attribute)) {
              assertThatThrownBy(() -> plan(plugin, kind, prior, open, kept))
                  .isInstanceOf(Plugin.Refused.class);
              continue;
            }
            Plugin.Planned planned = plan(plugin, kind, prior, open, kept);
            Plugin.Planned last = plan(plugin, kind, prior, config, kept);
            assertThat(HostRules.broken(planned.state(), last.state()))
                .as("%s unknown in %s: an inconsistent final plan", attribute, json)
                .isEmpty();
          }
        }
      }
    }
    destroy(kind, stored);
  }

  private static List<String> configured(Value.Fields config) {
    return config.entries().entrySet().stream()
        .filter(each -> each.getValue().isPresent())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** An optional argument that is taken away is planned as if it had never been there. */
  @ParameterizedTest
  @MethodSource("kinds")
  void what_is_no_longer_configured_is_planned_away(Kind kind) {
    Value.Fields first = config(kind, example(kind).first());
    Instance stored = create(kind, first);
    for (String json : example(kind).changes()) {
      Value.Fields config = config(kind, json);
      for (String attribute : configured(config)) {
        Attribute declared =
            Optional.ofNullable(kind.schema().attributes().get(attribute)).orElseThrow();
        Value.Fields without = config.with(attribute, Value.ofNull());
        try (Plugin plugin = connect()) {
          if (declared.mode() == Attribute.Mode.REQUIRED) {
            assertThatThrownBy(() -> plugin.validate(kind, without))
                .hasMessageContaining("Missing value for " + attribute);
          } else {
            plan(plugin, kind, stored.state(), without, stored.kept());
            plan(plugin, kind, Value.ofNull(), without, ByteString.EMPTY);
          }
        } catch (Plugin.Refused e) {
          // another argument needs this one: that is said, and nothing is planned
          assertThat(e).hasMessageNotContaining("Internal error");
        }
      }
    }
    destroy(kind, stored);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void an_object_is_imported_by_its_id_or_its_identity_and_nothing_is_left_to_do(Kind kind) {
    Value.Fields config = config(kind, example(kind).first());
    Instance stored = create(kind, config);
    List<Map<String, Value>> identities = new ArrayList<>();
    identities.add(Map.of());
    identities.addAll(example(kind).identities(stored.state()));
    for (Map<String, Value> identity : identities) {
      try (Plugin plugin = connect()) {
        Instance imported =
            identity.isEmpty()
                ? plugin.importById(kind, example(kind).importId(stored.state()))
                : plugin.importByIdentity(kind, new TreeMap<>(identity));
        assertKnown(kind, imported.state());
        Instance found = plugin.read(kind, imported).orElseThrow();
        assertKnown(kind, found.state());
        Plugin.Planned planned = plan(plugin, kind, found.state(), config, found.kept());
        assertThat(HostRules.broken(found.state(), planned.state()))
            .as("%s: what the plan after an import changes", identity)
            .isEmpty();
      }
    }
    destroy(kind, stored);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void what_cannot_be_imported_or_moved_is_refused_with_a_reason(Kind kind) {
    try (Plugin plugin = connect()) {
      assertThatThrownBy(() -> plugin.importById(kind, "No/Such/Id"))
          .isInstanceOf(Plugin.Refused.class);
      assertThatThrownBy(() -> plugin.importByIdentity(kind, new TreeMap<>()))
          .isInstanceOf(Plugin.Refused.class);
      assertThat(plugin.read(kind, plugin.importById(kind, "no-such-object"))).isEmpty();
      assertThatThrownBy(() -> plugin.move(kind, "null_resource", "{\"id\": \"1\"}"))
          .hasMessageContaining("null_resource")
          .hasMessageContaining(kind.typeName());
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void state_of_another_version_is_refused_and_what_the_schema_does_not_have_is_ignored(Kind kind) {
    try (Plugin plugin = connect()) {
      Value.Fields state = plugin.upgrade(kind, kind.schema().version(), "{\"no_such\": [1]}");
      assertThat(state.equals(kind.schema().empty())).isTrue();
      assertThatThrownBy(() -> plugin.upgrade(kind, kind.schema().version() + 1, "{}"))
          .hasMessageContaining("schema version");
      assertThatThrownBy(() -> plugin.upgrade(kind, kind.schema().version(), "null"))
          .isInstanceOf(Plugin.Refused.class);
    }
  }
}
