package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.engine.SampleBento;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is recorded and refused; nothing here starts, so all has {@code min_replicas = 0}. */
class DeploymentApiTest {
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final TestServer SERVER = TestServer.shared();
  private final String name = "d-" + UUID.randomUUID().toString().substring(0, 18);

  @BeforeAll
  static void push() {
    BentoUpload.push(SERVER, SampleBento.shared());
  }

  @AfterEach
  void delete() {
    SERVER.call("DELETE", DEPLOYMENTS + "/" + name);
  }

  @Test
  void a_deployment_is_recorded_with_all_that_it_runs() throws Exception {
    secret("one", "A", "1");

    Answer created = create("\"secrets\": [\"%s\"],".formatted(secretName("one")));

    assertThat(created.status()).isEqualTo(200);
    assertThat(created.at("/status").asText()).isEqualTo("image-building");
    Eventually.holds("it rests", () -> get().at("/status").asText().equals("scaled-to-zero"));
    assertThat(created.at("/revision").asInt()).isEqualTo(1);
    assertThat(created.at("/kube_namespace").asText()).isEqualTo("default--default");
    assertThat(created.at("/latest_revision/targets/0/name").asText()).isEqualTo("main");
    assertThat(created.at("/latest_revision/targets/0/bento/name").asText())
        .isEqualTo(SampleBento.VERSION);
    assertThat(created.at("/latest_revision/targets/0/bento/repository/name").asText())
        .isEqualTo(SampleBento.NAME);
    assertThat(
            created
                .at("/latest_revision/targets/0/config/services/Sample/scaling/min_replicas")
                .asInt())
        .isZero();
    assertThat(created.texts("/secrets", "state")).containsExactly("current");
    assertThat(created.at("/secrets/0/revision").asInt()).isEqualTo(1);
    assertThat(created.texts("/secrets/0/keys", "")).containsExactly("A");
  }

  @Test
  void a_changed_value_is_told_from_changed_keys_and_from_a_missing_secret() {
    secret("one", "A", "1");
    create("\"secrets\": [\"%s\"],".formatted(secretName("one")));

    rewrite("one", "A", "2");
    assertThat(get().at("/secrets/0/state").asText()).isEqualTo("value_changed");
    assertThat(get().at("/secrets/0/revision").asInt()).isEqualTo(1);
    assertThat(get().at("/secrets/0/current_revision").asInt()).isEqualTo(2);

    rewrite("one", "B", "2");
    assertThat(get().at("/secrets/0/state").asText()).isEqualTo("keys_changed");
    assertThat(get().texts("/secrets/0/keys", "")).containsExactly("A");

    assertThat(SERVER.call("DELETE", SECRETS + "/" + secretName("one")).status()).isEqualTo(200);
    assertThat(get().at("/secrets/0/state").asText()).isEqualTo("missing");
    assertThat(get().at("/secrets/0/revision").isNull()).isTrue();
    assertThat(get().at("/secrets/0/current_revision").isNull()).isTrue();
  }

  @Test
  void a_restart_takes_the_current_revisions() {
    secret("one", "A", "1");
    create("\"secrets\": [\"%s\"],".formatted(secretName("one")));
    rewrite("one", "A", "2");

    Answer restarted = SERVER.call("PUT", DEPLOYMENTS + "/" + name + "/void_update?cluster=");

    assertThat(restarted.status()).isEqualTo(200);
    assertThat(restarted.at("/revision").asInt()).isEqualTo(2);
    assertThat(restarted.at("/secrets/0/state").asText()).isEqualTo("current");
  }

  @Test
  void a_secret_that_was_made_anew_under_the_same_name_is_not_the_one_that_is_held() {
    secret("one", "A", "1");
    create("\"secrets\": [\"%s\"],".formatted(secretName("one")));
    SERVER.call("DELETE", SECRETS + "/" + secretName("one"));
    secret("one", "A", "1");

    assertThat(get().at("/secrets/0/state").asText()).isEqualTo("value_changed");
    assertThat(get().at("/secrets/0/revision").isNull()).isTrue();
  }

  @Test
  void what_was_planned_is_what_is_applied() {
    secret("one", "A", "1");
    rewrite("one", "A", "2");

    Answer refused =
        create(
            "\"secrets\": [\"%1$s\"], \"expected_secret_revisions\": {\"%1$s\": 1},"
                .formatted(secretName("one")));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/type").asText()).isEqualTo("urn:bentoform:problem:revision_moved");
    assertThat(refused.pointers()).containsExactly("/secrets/0");
    assertThat(get().status()).isEqualTo(404);
  }

  @Test
  void secrets_that_give_different_values_to_one_key_are_refused_and_equal_ones_pass() {
    secret("one", "A", "same");
    secret("two", "A", "other");
    String both = "\"secrets\": [\"%s\", \"%s\"],".formatted(secretName("one"), secretName("two"));

    Answer refused = create(both);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/type").asText()).isEqualTo("urn:bentoform:problem:keys_conflict");
    assertThat(refused.at("/detail").asText())
        .contains(secretName("one"), secretName("two"), "A")
        .doesNotContain("same")
        .doesNotContain("other");

    rewrite("two", "A", "same");
    assertThat(create(both).status()).isEqualTo(200);
  }

  @Test
  void labels_change_without_a_rollout_and_null_keeps_them() {
    create("\"labels\": [{\"key\": \"team\", \"value\": \"a\"}],");

    Answer labelled =
        SERVER.call(
            "PATCH",
            DEPLOYMENTS + "/" + name,
            "{\"labels\": [{\"key\": \"team\", \"value\": \"b\"}]}");
    assertThat(labelled.at("/labels/0/value").asText()).isEqualTo("b");
    assertThat(labelled.at("/revision").asInt()).isEqualTo(1);

    Answer updated = SERVER.call("PUT", DEPLOYMENTS + "/" + name, body("\"labels\": null,"));
    assertThat(updated.at("/labels/0/value").asText()).isEqualTo("b");
    assertThat(updated.at("/revision").asInt()).isEqualTo(2);
  }

  @Test
  void a_second_deployment_of_the_same_name_is_refused() {
    create("");

    Answer again = create("");

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.at("/detail").asText()).contains(name);
  }

  @Test
  void a_deployment_that_was_made_again_is_another_one_and_is_left_alone_by_who_means_the_first() {
    String first = create("").at("/uid").asText();
    SERVER.call("DELETE", DEPLOYMENTS + "/" + name);
    String second = create("").at("/uid").asText();
    String meant = "\"expected_uid\": \"%s\",".formatted(first);
    String deployment = DEPLOYMENTS + "/" + name;

    assertThat(SERVER.call("PUT", deployment, body(meant)).at("/type").asText())
        .isEqualTo("urn:bentoform:problem:another_object");
    assertThat(SERVER.call("PATCH", deployment, "{" + meant + "\"labels\": []}").status())
        .isEqualTo(409);
    assertThat(SERVER.call("DELETE", deployment + "?expected_uid=" + first).status())
        .isEqualTo(409);
    assertThat(get().at("/uid").asText()).isEqualTo(second);
    assertThat(get().at("/revision").asInt()).isEqualTo(1);
    assertThat(SERVER.call("PUT", deployment, body("\"expected_revision\": 2,")).status())
        .isEqualTo(409);
    assertThat(SERVER.call("PUT", deployment, body(meant.replace(first, second))).status())
        .isEqualTo(200);
    assertThat(SERVER.call("DELETE", deployment + "?expected_uid=" + second).status())
        .isEqualTo(200);
  }

  @Test
  void the_same_create_again_changes_nothing_and_one_with_another_uid_is_refused() {
    String uid = "0123456789ab" + name.substring(2, 10) + "cdef";
    String member = "\"uid\": \"%s\",".formatted(uid);

    assertThat(create(member).at("/uid").asText()).isEqualTo(uid);
    Answer repeated = create(member);

    assertThat(repeated.at("/uid").asText()).isEqualTo(uid);
    assertThat(repeated.at("/revision").asInt()).isEqualTo(1);
    assertThat(create(member.replace("cdef", "cdee")).at("/type").asText())
        .isEqualTo("urn:bentoform:problem:already_exists");
    String elsewhere = member + "\"name\": \"other-%s\",".formatted(name);
    assertThat(SERVER.call("POST", DEPLOYMENTS + "?cluster=", body(elsewhere)).at("/type").asText())
        .isEqualTo("urn:bentoform:problem:uid_taken");
  }

  @Test
  void a_deployment_without_a_name_is_given_one() {
    Answer created = SERVER.call("POST", DEPLOYMENTS + "?cluster=", body("\"name\": null,"));

    assertThat(created.at("/name").asText()).matches("sample-[a-z0-9]{4}");
    SERVER.call("DELETE", DEPLOYMENTS + "/" + created.at("/name").asText());
  }

  @Test
  void a_deleted_deployment_is_gone_and_its_name_is_free() {
    create("");

    assertThat(SERVER.call("DELETE", DEPLOYMENTS + "/" + name).status()).isEqualTo(200);

    assertThat(get().status()).isEqualTo(404);
    assertThat(create("").status()).isEqualTo(200);
  }

  @Test
  void a_deployment_file_in_yaml_is_taken_as_it_is() {
    Answer created =
        SERVER.send(
            SERVER.request(DEPLOYMENTS).header("Content-Type", "application/yaml"),
            "POST",
            """
            name: %s
            bento: sample:latest
            cluster: default
            envs:
              - name: GREETING
                value: hello
            services:
              Sample:
                scaling:
                  min_replicas: 0
                  max_replicas: 2
            """
                .formatted(name)
                .getBytes(StandardCharsets.UTF_8));

    assertThat(created.status()).isEqualTo(200);
    assertThat(created.at("/latest_revision/targets/0/config/envs/0/value").asText())
        .isEqualTo("hello");
  }

  @Test
  void the_list_shows_deployments_of_every_cluster() {
    create("");

    Answer list =
        SERVER.call("GET", DEPLOYMENTS + "?cluster=&all=true&count=&q=&search=" + name + "&start=");

    assertThat(list.texts("/items", "name")).containsExactly(name);
    assertThat(list.at("/total").asInt()).isEqualTo(1);
  }

  @Test
  void an_answer_holds_nothing_that_the_client_cannot_read() {
    Answer created =
        SERVER.call(
            "POST",
            DEPLOYMENTS + "?cluster=",
            """
            {"name": "%s", "bento": "sample:v1", "envs": [{"name": "A", "value": null}],
             "services": {"Sample": {"scaling": {"min_replicas": 0, "max_replicas": 1},
               "extras": {"bento_request_overrides": {"imageBuildTimeout": null, "x": 1}}}}}
            """
                .formatted(name));

    String config = "/latest_revision/targets/0/config";
    assertThat(created.at(config + "/envs/0/value").asText()).isEmpty();
    assertThat(created.at(config + "/envs/0/value").isTextual()).isTrue();
    assertThat(created.at(config + "/services/Sample/extras/bento_request_overrides").toString())
        .isEqualTo("{\"x\":1}");
  }

  @Test
  void a_moved_secret_is_told_before_what_else_is_wrong() {
    secret("one", "A", "1");

    Answer refused =
        create(
            "\"secrets\": [\"%1$s\", \"nothing\"], \"expected_secret_revisions\": {\"%1$s\": 7},"
                .formatted(secretName("one")));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/type").asText()).isEqualTo("urn:bentoform:problem:revision_moved");
  }

  @Test
  void instance_types_are_a_bare_array() {
    Answer types = SERVER.call("GET", "/api/v1/instance_types?cluster=");

    assertThat(types.texts("", "display_name")).contains("cpu.1", "gpu.t4.1");
    assertThat(types.at("/0/config/resources/requests/cpu").asText()).isEqualTo("500m");
  }

  private Answer create(String members) {
    return SERVER.call(
        "POST", DEPLOYMENTS + "?cluster=", body("\"name\": \"" + name + "\"," + members));
  }

  private static String body(String members) {
    return "{"
        + members
        + "\"bento\": \"sample:v1\", \"services\": {\"Sample\": {\"scaling\":"
        + " {\"min_replicas\": 0, \"max_replicas\": 1, \"policy\": null}}}}";
  }

  private Answer get() {
    return SERVER.call("GET", DEPLOYMENTS + "/" + name + "?cluster=");
  }

  private String secretName(String suffix) {
    return name + "-" + suffix;
  }

  private void secret(String suffix, String key, String value) {
    SERVER.call(
        "POST",
        SECRETS,
        "{\"name\": \"%s\", \"content\": %s}".formatted(secretName(suffix), content(key, value)));
  }

  private void rewrite(String suffix, String key, String value) {
    SERVER.call(
        "PATCH",
        SECRETS + "/" + secretName(suffix),
        "{\"content\": %s}".formatted(content(key, value)));
  }

  private static String content(String key, String value) {
    return "{\"items\": [{\"key\": \"%s\", \"value\": \"%s\"}]}".formatted(key, value);
  }
}
