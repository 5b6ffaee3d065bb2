package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.engine.SampleBento;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A check says what a create is refused for, and the create is refused for just that. */
class DeploymentCheckTest {
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String SOUND =
      """
      {"name": "%s", "bento": "sample:v1",
       "services": {"Sample": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
      """;
  private static final TestServer SERVER = TestServer.shared();
  private final String name = "d-" + UUID.randomUUID().toString().substring(0, 18);

  @BeforeAll
  static void push() {
    BentoUpload.push(SERVER, SampleBento.shared());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"bento\": \"nothing:v1\",' | /bento | bento_not_found",
        "'\"secrets\": [\"nothing\"],' | /secrets/0 | secret_not_found",
        "'\"envs\": [{\"name\": \"1A\", \"value\": \"x\"}],' | /envs/0/name | env_name_invalid",
        "'\"labels\": [{\"key\": \"\", \"value\": \"x\"}],' | /labels/0 | label_invalid",
        "'\"labels\": [null],' | /labels/0 | label_invalid",
        "'\"secrets\": [null],' | /secrets/0 | name_invalid",
        "'\"secrets\": [\"hf \"],' | /secrets/0 | name_invalid",
        "'\"envs\": [null],' | /envs/0/name | env_name_invalid",
        "'\"envs\": [{\"name\": \"BENTOML_HOME\", \"value\": \"x\"}],'"
            + " | /envs/0/name | env_name_invalid",
        "'\"envs\": [{\"name\": \"A\", \"value\": \"a\\u0000b\"}],' | /envs/0/value |"
            + " value_not_text",
        "'\"services\": {\"Sample\": null},' | /services/Sample | wrong_type",
        "'\"services\": {\"Sample\": {\"scaling\": {\"min_replicas\": 2000000000}}},'"
            + " | /services/Sample/scaling/min_replicas | scaling_invalid",
        "'\"services\": {\"Nothing\": {}},' | /services/Nothing | service_unknown",
        "'\"services\": {\"Sample\": {\"instance_type\": \"cpu.9\"}},'"
            + " | /services/Sample/instance_type | instance_type_unknown",
        "'\"services\": {\"Sample\": {\"deployment_strategy\": \"Wrong\"}},'"
            + " | /services/Sample/deployment_strategy | strategy_unknown",
        "'\"services\": {\"Sample\": {\"scaling\": {\"min_replicas\": 3, \"max_replicas\": 2}}},'"
            + " | /services/Sample/scaling/min_replicas | scaling_invalid",
      })
  void a_check_finds_what_a_create_is_refused_for(String member, String pointer, String code) {
    Answer check = SERVER.call("POST", DEPLOYMENTS + "/check?cluster=", overridden(member));
    Answer created = SERVER.call("POST", DEPLOYMENTS + "?cluster=", overridden(member));

    assertThat(check.status()).isEqualTo(200);
    assertThat(check.texts("/problems", "pointer")).containsExactly(pointer);
    assertThat(check.texts("/problems", "code")).containsExactly(code);
    assertThat(created.status()).isEqualTo(422);
    assertThat(created.pointers()).containsExactly(pointer);
    assertThat(SERVER.call("GET", DEPLOYMENTS + "/" + name).status()).isEqualTo(404);
  }

  @Test
  void many_are_checked_at_once_and_answered_in_order() {
    String sound = SOUND.formatted(name);
    String wrong = overridden("\"bento\": \"nothing:v1\",");

    Answer checked = checkMany(sound + ", " + wrong + ", " + sound);

    assertThat(checked.status()).isEqualTo(200);
    assertThat(checked.at("/items")).hasSize(3);
    assertThat(checked.at("/items/0/problems")).isEmpty();
    assertThat(checked.texts("/items/1/problems", "code")).containsExactly("bento_not_found");
    assertThat(checked.at("/items/2/problems")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"'' | /deployments", "null | /deployments/0"})
  void a_check_of_many_needs_something_to_check(String deployments, String pointer) {
    Answer checked = checkMany(deployments);

    assertThat(checked.status()).isEqualTo(422);
    assertThat(checked.pointers()).containsExactly(pointer);
  }

  private static Answer checkMany(String deployments) {
    return SERVER.call(
        "POST", DEPLOYMENTS + "/check_many", "{\"deployments\": [" + deployments + "]}");
  }

  private static JsonNode json(String text) {
    return new Answer(200, "", text).json();
  }

  /** A sound body but for one member. */
  private String overridden(String member) {
    ObjectNode body = (ObjectNode) json(SOUND.formatted(name));
    body.setAll((ObjectNode) json("{" + member.substring(0, member.length() - 1) + "}"));
    return body.toString();
  }
}
