package io.bentoform.provider.bentocloud.deployment.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceWireTest {

  private static final Type SERVICES = ServiceSchema.services().type();

  private static Value services(String json) {
    return JsonCodec.decode(json, SERVICES);
  }

  private static Map<String, Map<String, Object>> said(String json) {
    return ServiceWire.said(services(json.strip()));
  }

  private static JsonObject reported(String json) {
    try {
      return JsonObject.of(Json.parse(json)).orElseThrow();
    } catch (Json.ParseException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"S\":{}} | {}",
        "{\"S\":{\"scaling\":{\"min_replicas\":1}}} | {\"S\":{\"scaling\":null}}",
        "{\"S\":{\"config_overrides\":\"{\\\"a\\\": 1.0, \\\"b\\\":2}\"}}"
            + " | {\"S\":{\"config_overrides\":\"{\\\"b\\\":2,\\\"a\\\":1}\"}}",
        "{\"S\":{\"envs\":{}}} | {\"S\":{\"envs\":null}}",
      })
  void another_spelling_of_the_same_is_the_same(String one, String other) {
    assertThat(said(one)).isEqualTo(said(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"S\":{\"scaling\":{\"min_replicas\":0}}} | {}",
        "{\"S\":{\"instance_type\":\"a\"}} | {\"S\":{\"instance_type\":\"b\"}}",
        "{\"S\":{\"config_overrides\":\"{\\\"a\\\":null}\"}} |"
            + " {\"S\":{\"config_overrides\":\"{}\"}}",
      })
  void what_means_something_else_differs(String one, String other) {
    assertThat(said(one)).isNotEqualTo(said(other));
  }

  @Test
  void a_report_of_what_was_sent_keeps_the_spelling() {
    Value written =
        services(
            "{\"S\":{\"scaling\":{\"max_replicas\":3},\"envs\":{\"A\":\"b\"},"
                + "\"config_overrides\":\"{ \\\"workers\\\" : 2 }\"}}");
    JsonObject sent = new JsonObject(ServiceWire.encode(written));
    assertThat(ServiceWire.refresh(written, reported(Json.write(sent.members()))))
        .isEqualTo(written);
  }

  @Test
  void a_member_changed_outside_shows_and_the_others_keep_their_spelling() {
    Value written = services("{\"S\":{\"instance_type\":\"small\",\"config_overrides\":\"{ }\"}}");
    Value.Fields now =
        (Value.Fields)
            ServiceWire.refresh(
                written,
                reported(
                    "{\"S\":{\"instance_type\":\"large\",\"scaling\":{\"min_replicas\":2,"
                        + "\"max_replicas\":4,\"policy\":null}}}"));
    Value.Fields service = (Value.Fields) now.get("S");
    assertThat(service.get("instance_type")).isEqualTo(Value.text("large"));
    assertThat(service.get("config_overrides")).isEqualTo(Value.text("{ }"));
    assertThat(((Value.Fields) service.get("scaling")).get("max_replicas"))
        .isEqualTo(Value.number(4));
  }

  @Test
  void services_that_say_nothing_are_not_read_into_an_empty_state() {
    Value now =
        ServiceWire.refresh(
            Value.ofNull(),
            reported(
                "{\"S\":{\"scaling\":{\"min_replicas\":1,\"max_replicas\":1,\"policy\":null},"
                    + "\"config_overrides\":{}}}"));
    assertThat(now).isEqualTo(Value.ofNull());
  }
}
