package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.deployment.EventStore;
import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.SampleBento;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a write of a secret would lead to. Nothing runs: all has {@code min_replicas = 0}. */
class ImpactTest {
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final TestServer SERVER = TestServer.shared();

  private final String secret = "i" + UUID.randomUUID().toString().substring(0, 12);
  private final String path = SECRETS + "/" + secret;
  private final List<String> deployments = new ArrayList<>();

  @BeforeAll
  static void push() {
    BentoUpload.push(SERVER, SampleBento.shared());
  }

  @AfterEach
  void delete() {
    deployments.forEach(name -> SERVER.call("DELETE", DEPLOYMENTS + "/" + name));
    SERVER.call("DELETE", path);
  }

  private static String item(String key, @Nullable String value) {
    return "{\"key\": \"%s\", \"value\": %s}"
        .formatted(key, value == null ? "null" : "\"canary-" + value + "\"");
  }

  private static String content(String... items) {
    return "\"content\": {\"items\": [%s]}".formatted(String.join(", ", items));
  }

  private static String files(String folder, String... items) {
    return "\"content\": {\"type\": \"mountfile\", \"path\": \"%s\", \"items\": [%s]}"
        .formatted(folder, String.join(", ", items));
  }

  private void create(String content) {
    require(SERVER.call("POST", SECRETS, "{\"name\": \"%s\", %s}".formatted(secret, content)));
  }

  private void update(String content) {
    require(SERVER.call("PATCH", path, "{" + content + "}"));
  }

  /** A deployment that uses the secret. */
  private Answer deploy(String suffix) {
    String name = secret + suffix;
    deployments.add(name);
    return require(
        SERVER.call(
            "POST",
            DEPLOYMENTS,
            """
            {"name": "%s", "bento": "%s", "secrets": ["%s"],
             "services": {"Sample": {"scaling": {"min_replicas": 0}}}}
            """
                .formatted(name, SampleBento.NAME, secret)));
  }

  private static Answer require(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private Answer impact(String body) {
    Answer answer = require(SERVER.call("POST", path + "/impact", "{" + body + "}"));
    assertThat(answer.body()).doesNotContain("canary");
    return answer;
  }

  /** The effect on each deployment with its keys, such as {@code restart[A]}. */
  private static List<String> effects(Answer impact) {
    List<String> effects = new ArrayList<>();
    for (JsonNode each : impact.at("/deployments")) {
      List<String> keys = new ArrayList<>();
      each.get("keys").forEach(key -> keys.add(key.asText()));
      effects.add(each.get("effect").asText() + keys);
    }
    return effects;
  }

  @Test
  void a_changed_value_restarts_each_deployment_that_uses_the_secret() {
    create(content(item("A", "1"), item("B", "1")));
    Answer deployed = deploy("-a");
    deploy("-b");

    Answer impact = impact(content(item("A", "2"), item("B", "1")));

    assertThat(effects(impact)).containsExactly("restart[A]", "restart[A]");
    assertThat(impact.texts("/deployments", "name")).containsExactly(secret + "-a", secret + "-b");
    assertThat(impact.at("/deployments/0/uid")).isEqualTo(deployed.at("/uid"));
    assertThat(impact.at("/deployments/0/cluster").asText()).isEqualTo("default");
    assertThat(impact.at("/deployments/0/status").asText()).isNotEmpty();
    assertThat(impact.texts("/changed", "")).containsExactly("A");
    assertThat(impact.texts("/unchanged", "")).containsExactly("B");
    assertThat(impact.at("/revision").asInt()).isEqualTo(1);
    assertThat(impact.at("/uid").asText()).isEqualTo(SERVER.call("GET", path).at("/uid").asText());
  }

  @Test
  void an_added_or_removed_key_recreates() {
    create(content(item("A", "1"), item("B", "1")));
    deploy("");

    Answer impact = impact(content(item("A", null), item("C", "1")));

    assertThat(effects(impact)).containsExactly("recreate[B, C]");
    assertThat(impact.texts("/added", "")).containsExactly("C");
    assertThat(impact.texts("/removed", "")).containsExactly("B");
  }

  @Test
  void another_type_path_sub_path_or_stage_restarts() {
    create(files("$BENTOML_HOME/a", item("A", "1")));
    deploy("");

    assertThat(effects(impact(files("$BENTOML_HOME/b", item("A", null)))))
        .containsExactly("restart[A]");
    assertThat(effects(impact(content(item("A", null))))).containsExactly("restart[A]");
    assertThat(effects(impact(files("$BENTOML_HOME/a", "{\"key\": \"A\", \"sub_path\": \"x\"}"))))
        .containsExactly("restart[A]");
    assertThat(
            effects(
                impact(
                    files("$BENTOML_HOME/a", item("A", null))
                        .replace("\"items\"", "\"stage\": \"all\", \"items\""))))
        .containsExactly("restart[]");
  }

  @Test
  void what_changes_nothing_leaves_all_as_it_is_and_writes_nothing() {
    create(content(item("A", "1"), item("B", "1")));
    deploy("");

    assertThat(effects(impact(content(item("B", "1"), item("A", null))))).containsExactly("none[]");
    impact(content(item("A", "2")));
    assertThat(SERVER.call("GET", path).at("/revision").asInt()).isEqualTo(1);
  }

  @Test
  void a_deployment_is_judged_by_what_its_replicas_hold() {
    create(content(item("A", "1")));
    deploy("-early");
    update(content(item("A", "1"), item("B", "1")));
    deploy("-late");

    assertThat(effects(impact(content(item("A", "2"), item("B", null)))))
        .containsExactly("recreate[A, B]", "restart[A]");
  }

  @Test
  void a_deployment_that_is_terminated_starts_with_the_new_values_anyway() {
    create(content(item("A", "1")));
    deploy("");
    require(SERVER.call("POST", DEPLOYMENTS + "/" + secret + "/terminate"));

    assertThat(effects(impact(content(item("B", "2"))))).containsExactly("none[]");
  }

  @Test
  void a_deletion_stops_nothing_and_names_the_keys_that_a_later_start_lacks() {
    create(content(item("A", "1"), item("B", "1")));
    deploy("");

    Answer impact = impact("\"delete\": true");

    assertThat(effects(impact)).containsExactly("none[A, B]");
    assertThat(impact.texts("/removed", "")).containsExactly("A", "B");
  }

  @Test
  void a_secret_that_is_created_again_is_judged_by_the_names_of_its_keys() {
    create(content(item("A", "1")));
    deploy("");
    require(SERVER.call("DELETE", path));

    Answer impact = impact(content(item("A", "1")));

    assertThat(impact.at("/uid").isNull()).isTrue();
    assertThat(impact.at("/revision").isNull()).isTrue();
    assertThat(impact.texts("/added", "")).containsExactly("A");
    assertThat(effects(impact)).containsExactly("restart[A]");
    assertThat(effects(impact(content(item("B", "1"))))).containsExactly("recreate[A, B]");
  }

  @Test
  void a_name_that_is_new_affects_nothing() {
    Answer impact = impact(content(item("A", "1")));

    assertThat(impact.at("/deployments")).isEmpty();
    assertThat(impact.texts("/added", "")).containsExactly("A");
  }

  @Test
  void what_a_write_would_refuse_is_refused() {
    Answer kept = SERVER.call("POST", path + "/impact", "{" + content(item("A", null)) + "}");
    assertThat(kept.status()).isEqualTo(422);
    assertThat(kept.pointers()).containsExactly("/content/items/0/value");
    assertThat(SERVER.call("POST", path + "/impact", "{}").pointers()).containsExactly("/content");
    assertThat(SERVER.call("POST", path + "/impact", "{\"delete\": true}").status()).isEqualTo(404);
    String both = "{\"delete\": true, " + content(item("A", "1")) + "}";
    assertThat(SERVER.call("POST", path + "/impact", both).pointers()).containsExactly("/delete");
    assertThat(
            SERVER
                .call("POST", SECRETS + "/Bad_Name/impact", "{" + content(item("A", "1")) + "}")
                .pointers())
        .containsExactly("/name");
  }

  @Test
  void guessing_is_as_slow_as_by_a_comparison_and_both_count() {
    create(content(item("A", "1")));
    String guess = "{" + content(item("A", "guess")) + "}";
    String comparison = "{\"items\": [%s]}".formatted(item("A", "guess"));

    assertThat(allowed("/impact", guess)).isBetween(60, 100);
    // One more is allowed each second.
    assertThat(allowed("/compare", comparison)).isLessThan(20);
  }

  /** How many of many calls pass until one is refused. */
  private int allowed(String route, String body) {
    for (int i = 0; i < 200; i++) {
      int status = SERVER.call("POST", path + route, body).status();
      if (status != 200) {
        assertThat(status).isEqualTo(429);
        return i;
      }
    }
    return 200;
  }

  @Test
  void the_last_successful_start_is_timed_by_its_events() throws Exception {
    create(content(item("A", "1")));
    String uid = deploy("").at("/uid").asText();
    Eventually.holds(
        "its own rollout ended",
        () ->
            SERVER
                .call("GET", DEPLOYMENTS + "/" + secret)
                .at("/status")
                .asText()
                .equals("scaled-to-zero"));
    Instant begin = Instant.parse("2026-01-01T00:00:00Z");
    add(uid, "Building", begin);
    add(uid, "RolloutFailed", begin.plusSeconds(5));
    add(uid, "Building", begin.plusSeconds(10));
    add(uid, "Building", begin.plusSeconds(12));
    add(uid, "RolledOut", begin.plusMillis(31_500));
    add(uid, "Building", begin.plusSeconds(60));

    Answer impact = impact(content(item("A", "2")));

    assertThat(impact.at("/deployments/0/start_seconds").asDouble()).isEqualTo(21.5);
  }

  @Test
  void a_start_without_events_has_no_time() {
    create(content(item("A", "1")));
    deploy("");

    assertThat(impact(content(item("A", "2"))).at("/deployments/0/start_seconds").isNull())
        .isTrue();
  }

  private static void add(String uid, String reason, Instant at) {
    SERVER
        .database()
        .inTransactionDo(
            execute -> new EventStore().add(execute, uid, Event.normal(reason, "test"), at));
  }
}
