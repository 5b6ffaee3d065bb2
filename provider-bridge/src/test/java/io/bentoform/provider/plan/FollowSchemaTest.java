package io.bentoform.provider.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.schema.Schema;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The plan that follows from the modifiers of a schema alone. */
class FollowSchemaTest {

  private static final Schema SCHEMA =
      Schema.of(
          0,
          "",
          Attribute.required("name", Type.STRING).replaces(),
          Attribute.optional("text", Type.STRING),
          Attribute.optional("password", Type.STRING).asWriteOnly(),
          Attribute.computed("uid", Type.STRING).keepsPrior(),
          Attribute.computed("changed_at", Type.STRING),
          Attribute.optionalComputed("zone", Type.STRING).keepsPrior().replaces(),
          Attribute.nested(
              "disks",
              Nested.Nesting.MAP,
              Attribute.optionalComputed("size", Type.NUMBER).withDefault(Value.number(10)),
              Attribute.optional("kind", Type.STRING).replaces(),
              Attribute.computed("serial", Type.STRING).keepsPrior(),
              Attribute.computed("free", Type.NUMBER)));

  private static final Value.Fields PRIOR =
      object(
          """
          {"name": "a", "text": "x", "uid": "u", "changed_at": "monday", "zone": "z",
           "disks": {"one": {"size": 10, "kind": "ssd", "serial": "s", "free": 7}}}
          """);

  private static final String DISKS = "\"disks\": {\"one\": {\"kind\": \"ssd\"}}";

  private static Value.Fields object(String json) {
    return (Value.Fields) JsonCodec.decode(json, SCHEMA.type());
  }

  /** As the host proposes: prior values where the configuration leaves computed ones open. */
  private static PlanBuilder update(String json) {
    Value.Fields config = object(json);
    Value.Fields proposed =
        SCHEMA.rewrite(
            config,
            PRIOR,
            config,
            place -> {
              Value prior = place.prior();
              boolean kept = place.attribute().mode().isComputed() && place.value().isNull();
              return kept && prior != null ? prior : place.value();
            });
    PlanBuilder plan = PlanBuilder.update(SCHEMA, PRIOR, proposed, config);
    plan.followSchema();
    return plan;
  }

  private static Value disk(PlanBuilder plan, String key, String attribute) {
    return plan.planned("disks").get(key) instanceof Value.Fields disk
        ? disk.get(attribute)
        : Value.ofNull();
  }

  @Test
  void without_a_difference_the_prior_state_is_planned() {
    PlanBuilder plan =
        update("{\"name\": \"a\", \"text\": \"x\", \"password\": \"p\", " + DISKS + "}");
    assertThat(plan.state()).isEqualTo(PRIOR);
    assertThat(plan.requiresReplace()).isEmpty();
  }

  @Test
  void a_change_leaves_open_what_it_may_set_and_keeps_the_rest_at_every_depth() {
    PlanBuilder plan = update("{\"name\": \"a\", \"text\": \"y\", " + DISKS + "}");
    assertThat(plan.requiresReplace()).isEmpty();
    assertThat(plan.planned("changed_at").isUnknown()).isTrue();
    assertThat(plan.planned("uid")).isEqualTo(Value.text("u"));
    assertThat(plan.planned("zone")).isEqualTo(Value.text("z"));
    assertThat(disk(plan, "one", "serial")).isEqualTo(Value.text("s"));
    assertThat(disk(plan, "one", "size")).isEqualTo(Value.number(10));
    assertThat(disk(plan, "one", "free").isUnknown()).isTrue();
  }

  @Test
  void a_new_element_has_its_defaults_and_nothing_that_could_be_kept() {
    PlanBuilder plan =
        update(
            "{\"name\": \"a\", \"text\": \"x\","
                + " \"disks\": {\"one\": {\"kind\": \"ssd\"}, \"two\": {}}}");
    assertThat(disk(plan, "two", "size")).isEqualTo(Value.number(10));
    assertThat(disk(plan, "two", "serial").isUnknown()).isTrue();
    assertThat(disk(plan, "one", "serial")).isEqualTo(Value.text("s"));
  }

  @Test
  void a_difference_that_replaces_is_named_and_leaves_open_even_what_is_kept_otherwise() {
    PlanBuilder plan =
        update("{\"name\": \"b\", \"text\": \"x\", \"disks\": {\"one\": {\"kind\": \"hdd\"}}}");
    assertThat(plan.requiresReplace())
        .containsExactly(Path.of("disks").key("one").attribute("kind"), Path.of("name"));
    assertThat(plan.planned("uid").isUnknown()).isTrue();
    assertThat(plan.planned("zone").isUnknown()).isTrue();
  }

  @Test
  void what_the_resource_has_decided_stays_as_it_is() {
    Value.Fields config = object("{\"name\": \"a\", \"text\": \"y\"}");
    PlanBuilder plan = PlanBuilder.update(SCHEMA, PRIOR, config, config);
    plan.set("changed_at", Value.text("tuesday"));
    plan.followSchema();
    assertThat(plan.planned("changed_at")).isEqualTo(Value.text("tuesday"));
  }

  @Test
  void a_creation_has_defaults_and_unknown_values_at_every_depth() {
    Value.Fields config =
        object("{\"name\": \"a\", \"password\": \"p\", \"disks\": {\"one\": {}}}");
    PlanBuilder plan = PlanBuilder.create(SCHEMA, config, config);
    assertThat(plan.planned("password").isNull()).isTrue();
    assertThat(plan.planned("uid").isUnknown()).isTrue();
    assertThat(disk(plan, "one", "size")).isEqualTo(Value.number(10));
    assertThat(disk(plan, "one", "serial").isUnknown()).isTrue();
    assertThat(disk(plan, "one", "kind").isNull()).isTrue();
  }

  @Test
  void a_modifier_that_makes_no_sense_is_refused() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> Attribute.optional("a", Type.STRING).keepsPrior(),
            () -> Attribute.computed("a", Type.STRING).asWriteOnly(),
            () -> Attribute.required("a", Type.STRING).withDefault(Value.text("x")))) {
      assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
