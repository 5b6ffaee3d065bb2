package io.bentoform.provider.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.validation.Validators;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is found in a configuration, by a schema of ranges. */
class ConfigCheckTest {

  private static final Schema SCHEMA =
      Schema.of(
          0,
          "",
          Attribute.nested(
              "ranges",
              Nested.Nesting.MAP,
              Attribute.nested(
                      "range",
                      Nested.Nesting.SINGLE,
                      Attribute.optional("from", Type.NUMBER).checkedBy(Validators.atLeast(0)),
                      Attribute.optional("to", Type.NUMBER).checkedBy(Validators.atLeast(0)))
                  .checkedBy(Validators.ordered("from", "to"))));

  private static Value range(Value from, Value to) {
    return new Value.Fields(Map.of("range", new Value.Fields(Map.of("from", from, "to", to))));
  }

  private static List<String> found(Value first, Value second) {
    Value ranges = new Value.Fields(Map.of("a", first, "b", second));
    return ConfigCheck.run(SCHEMA, new Value.Fields(Map.of("ranges", ranges)), true).stream()
        .map(Diagnostic::path)
        .map(Object::toString)
        .toList();
  }

  @Test
  void all_objects_that_contradict_themselves_are_reported_at_once() {
    Value wrong = range(Value.number(2), Value.number(1));
    assertThat(found(wrong, wrong))
        .containsExactly("ranges[\"a\"].range.from", "ranges[\"b\"].range.from");
  }

  @Test
  void whole_objects_are_validated_only_once_each_attribute_is_valid() {
    assertThat(
            found(range(Value.number(2), Value.number(1)), range(Value.number(-1), Value.ofNull())))
        .containsExactly("ranges[\"b\"].range.from");
  }

  @Test
  void bounds_that_are_absent_or_unknown_or_equal_contradict_nothing() {
    assertThat(
            found(
                range(Value.number(2), Value.ofUnknown()), range(Value.ofNull(), Value.number(1))))
        .isEmpty();
    assertThat(found(range(Value.number(2), Value.number(2)), Value.ofUnknown())).isEmpty();
  }
}
