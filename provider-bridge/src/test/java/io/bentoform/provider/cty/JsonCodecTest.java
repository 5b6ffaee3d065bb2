package io.bentoform.provider.cty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "\"string\"; \"hi\"",
        "\"string\"; null",
        "\"number\"; 0.1",
        "\"number\"; 123456789012345678901234567890.5",
        "\"bool\"; true",
        "[\"list\",\"string\"]; [\"b\",\"a\"]",
        "[\"set\",\"string\"]; [\"a\",\"b\"]",
        "[\"map\",\"number\"]; {\"a\":1,\"b\":2}",
        "[\"tuple\",[\"string\",\"number\"]]; [\"x\",1]",
        "\"dynamic\"; {\"value\":[1],\"type\":[\"list\",\"number\"]}"
      })
  void stored_state_is_read_and_written_back(String type, String json) {
    Type parsed = TypeJson.decode(type.strip());
    Value value = JsonCodec.decode(json.strip(), parsed);
    assertThat(JsonCodec.encode(value, parsed)).isEqualTo(json.strip());
  }

  @Test
  void a_name_that_the_schema_no_longer_has_is_ignored_and_a_new_one_is_null() {
    Type type = new Type.ObjectOf(Map.of("a", Type.STRING, "new", Type.STRING));
    Value.Fields state = (Value.Fields) JsonCodec.decode("{\"a\":\"x\",\"old\":1}", type);
    assertThat(state.get("a")).isEqualTo(Value.text("x"));
    assertThat(state.get("new")).isEqualTo(Value.ofNull());
    assertThat(state.entries()).doesNotContainKey("old");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1", "1", "\"x\" \"y\"", ""})
  void what_is_no_object_is_refused(String json) {
    Type type = new Type.ObjectOf(Map.of("a", Type.STRING));
    assertThatThrownBy(() -> JsonCodec.decode(json, type)).isInstanceOf(CodecException.class);
  }

  @Test
  void an_unknown_value_has_no_stored_form() {
    assertThatThrownBy(() -> JsonCodec.encode(Value.ofUnknown(), Type.STRING))
        .isInstanceOf(CodecException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"dynamic\"",
        "[\"list\",[\"map\",\"bool\"]]",
        "[\"object\",{\"a\":\"number\",\"b\":[\"set\",\"string\"]},[\"a\"]]",
        "[\"tuple\",[]]"
      })
  void a_type_is_read_and_written_back(String json) {
    assertThat(TypeJson.encode(TypeJson.decode(json))).isEqualTo(json);
  }
}
