package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.engine.SampleBento;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Canary versions as they are sent, refused and shown (contract C2.2 and C3). */
class CanaryApiTest {
  private static final TestServer SERVER = TestServer.shared();
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String SECRETS = "/api/v1/org_secrets";

  private final String name = "canary-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void push() {
    BentoUpload.push(SERVER, SampleBento.shared());
  }

  @AfterEach
  void delete() {
    SERVER.call("DELETE", DEPLOYMENTS + "/" + name);
    SERVER.call("DELETE", SECRETS + "/" + name);
  }

  private Answer create(String canary) {
    return SERVER.call("POST", DEPLOYMENTS, body(canary));
  }

  private String body(String canary) {
    return """
    {"name": "%s", "bento": "sample:v1", "envs": [{"name": "GREETING", "value": "main"}],
     "services": {"Sample": {"scaling": {"min_replicas": 0, "max_replicas": 1}}},
     "canary": %s}
    """
        .formatted(name, canary);
  }

  @Test
  void every_version_is_a_target_and_the_routing_tells_the_weights() {
    Answer made =
        create(
            """
            {"route_type": "header", "route_by": "X-User", "versions": {
              "v2": {"bento": "sample:v1", "weight": 30, "envs": [{"name": "GREETING", "value": "two"}],
                     "secrets": null, "services": {"Sample": {"scaling": {"min_replicas": 1, "max_replicas": 2}}}},
              "v3": {"bento": null, "weight": 0, "envs": null, "secrets": null, "services": {}}}}
            """);

    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(made.texts("/latest_revision/targets", "name")).containsExactly("main", "v2", "v3");
    String targets = "/latest_revision/targets/";
    assertThat(made.at(targets + "0/config/envs/0/value").asText()).isEqualTo("main");
    assertThat(made.at(targets + "0/config/canary").isNull()).isTrue();
    assertThat(made.at(targets + "1/config/envs/0/value").asText()).isEqualTo("two");
    assertThat(made.at(targets + "1/config/services/Sample/scaling/max_replicas").asInt())
        .isEqualTo(2);
    assertThat(made.at(targets + "2/config/envs/0/value").asText()).isEqualTo("main");
    assertThat(made.at(targets + "2/bento/version").asText()).isEqualTo(SampleBento.VERSION);
    assertThat(made.at("/manifest/routing").toString())
        .isEqualTo(
            "{\"route_type\":\"header\",\"route_by\":\"X-User\",\"weights\":{\"v2\":30,\"v3\":0}}");

    Answer restarted = SERVER.call("PUT", DEPLOYMENTS + "/" + name + "/void_update");
    assertThat(restarted.texts("/latest_revision/targets", "name"))
        .containsExactly("main", "v2", "v3");

    Answer without = SERVER.call("PUT", DEPLOYMENTS + "/" + name, body("null"));
    assertThat(without.texts("/latest_revision/targets", "name")).containsExactly("main");
    assertThat(without.at("/manifest/routing").isNull()).isTrue();
  }

  @Test
  void a_secret_of_a_version_alone_is_attached_to_the_deployment() {
    SERVER.call(
        "POST",
        SECRETS,
        """
        {"name": "%s", "content": {"items": [{"key": "A", "value": "1"}]}}
        """
            .formatted(name));

    Answer made =
        create("{\"versions\": {\"v2\": {\"weight\": 10, \"secrets\": [\"%s\"]}}}".formatted(name));

    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(made.texts("/secrets", "name")).containsExactly(name);
    assertThat(made.at("/latest_revision/targets/0/config/secrets")).isEmpty();
    assertThat(made.at("/latest_revision/targets/1/config/secrets/0").asText()).isEqualTo(name);
    assertThat(made.at("/manifest/routing/route_type").asText()).isEqualTo("random");
  }

  @Test
  void what_is_wrong_with_a_version_is_told_at_its_place() {
    Answer refused =
        create(
            """
            {"route_type": "query", "versions": {
              "main": {"weight": 60},
              "v2": {"bento": "no-such:bento", "weight": 70, "secrets": ["no-such-secret"],
                     "services": {"Other": {"scaling": {"min_replicas": 3, "max_replicas": 2}}}}}}
            """);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers())
        .containsExactlyInAnyOrder(
            "/canary/route_by",
            "/canary/versions",
            "/canary/versions/main",
            "/canary/versions/v2/bento",
            "/canary/versions/v2/secrets/0",
            "/canary/versions/v2/services/Other/scaling/min_replicas");
    assertThat(create("{\"route_type\": \"cookie\", \"versions\": {}}").pointers())
        .containsExactly("/canary/route_type");
  }

  @Test
  void a_bento_that_a_version_uses_cannot_be_deleted() {
    create("{\"versions\": {\"v2\": {\"weight\": 10}}}");

    Answer refused =
        SERVER.call("DELETE", "/api/v1/bento_repositories/sample/bentos/" + SampleBento.VERSION);

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body()).contains(name);
  }
}
