package io.bentoform.provider.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.schema.Schema;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a planned state begins with, by a schema whose names mean the same in upper case. */
class PlanBuilderTest {

  private static Attribute name() {
    return Attribute.optional("name", Type.STRING).sameMeaning(PlanBuilderTest::isSame);
  }

  private static final Schema SCHEMA =
      Schema.of(
          0,
          "",
          name(),
          Attribute.nested("list", Nested.Nesting.LIST, name()),
          Attribute.nested(
              "map", Nested.Nesting.MAP, Attribute.nested("one", Nested.Nesting.SINGLE, name())));

  private static boolean isSame(Value one, Value other) {
    return lower(one).equals(lower(other));
  }

  private static String lower(Value value) {
    return value.asText().orElse("").toLowerCase(Locale.ROOT);
  }

  private static Value.Fields named(String name) {
    return new Value.Fields(Map.of("name", Value.text(name)));
  }

  private static Value.Fields object(String name, List<Value> list, Value map) {
    return new Value.Fields(Map.of("name", Value.text(name), "list", Value.list(list), "map", map));
  }

  private static Value map(String key, String name) {
    return new Value.Fields(Map.of(key, new Value.Fields(Map.of("one", named(name)))));
  }

  private static Value.Fields planned(Value.Fields prior, Value.Fields config) {
    return PlanBuilder.update(SCHEMA, prior, config, config).state();
  }

  @Test
  void another_spelling_of_the_same_value_is_no_change_at_any_depth() {
    Value.Fields prior = object("a", List.of(named("b"), named("c")), map("k", "d"));
    Value.Fields config = object("A", List.of(named("B"), named("C")), map("k", "D"));
    assertThat(planned(prior, config)).isEqualTo(prior);
  }

  @Test
  void another_value_is_planned_as_it_is_configured_at_any_depth() {
    Value.Fields prior = object("a", List.of(named("b")), map("k", "d"));
    Value.Fields config = object("x", List.of(named("y"), named("z")), map("other", "D"));
    assertThat(planned(prior, config)).isEqualTo(config);
  }

  @Test
  void what_is_absent_or_unknown_on_one_side_has_no_other_spelling() {
    Value.Fields prior = SCHEMA.empty();
    Value.Fields config = SCHEMA.empty().with("name", Value.ofUnknown());
    assertThat(planned(prior, config)).isEqualTo(config);
    assertThat(planned(config.with("name", Value.text("a")), prior)).isEqualTo(prior);
  }

  @Test
  void a_refresh_keeps_the_known_spelling_as_a_plan_does() {
    Value.Fields state = object("a", List.of(named("b"), named("c")), map("k", "d"));
    Value.Fields read = object("A", List.of(named("B"), named("x")), map("other", "D"));
    assertThat(SCHEMA.refreshed(state, read))
        .isEqualTo(object("a", List.of(named("b"), named("x")), map("other", "D")));
  }

  @Test
  void what_is_configured_is_known_though_the_provider_still_has_to_set_something() {
    Schema schema =
        Schema.of(
            0,
            "",
            Attribute.nested(
                "list",
                Nested.Nesting.LIST,
                name(),
                Attribute.computedOrReferenced("number", Type.NUMBER)));
    Value.Fields unnumbered = named("a").with("number", Value.ofUnknown());
    Value.Fields unnamed = unnumbered.with("name", Value.ofUnknown());
    for (Value.Fields element : List.of(unnumbered, unnamed)) {
      Value.Fields config = new Value.Fields(Map.of("list", Value.list(List.of(element))));
      assertThat(PlanBuilder.create(schema, config, config).areKnown("list"))
          .isEqualTo(element.equals(unnumbered));
    }
  }
}
