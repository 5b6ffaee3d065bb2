package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.engine.SampleBento;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The revisions of a deployment, and the way back to one. */
class DeploymentHistoryTest {
  private static final TestServer SERVER = TestServer.shared();
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String SECRETS = "/api/v1/org_secrets";

  private final String name = "history-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void push() {
    BentoUpload.push(SERVER, SampleBento.shared());
  }

  @AfterEach
  void delete() {
    SERVER.call("DELETE", DEPLOYMENTS + "/" + name);
    SERVER.call("DELETE", SECRETS + "/" + name);
  }

  private static String body(String greeting) {
    return """
    "bento": "sample:v1", "envs": [{"name": "GREETING", "value": "%s"}],
    "services": {"Sample": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}
    """
        .formatted(greeting);
  }

  private void create(String greeting, String more) {
    Answer created =
        SERVER.call(
            "POST", DEPLOYMENTS, "{\"name\": \"%s\", %s %s}".formatted(name, more, body(greeting)));
    assertThat(created.status()).as(created.body()).isEqualTo(200);
  }

  private void update(String greeting, String more) {
    Answer updated =
        SERVER.call("PUT", DEPLOYMENTS + "/" + name, "{%s %s}".formatted(more, body(greeting)));
    assertThat(updated.status()).as(updated.body()).isEqualTo(200);
  }

  private Answer rollBack(String body) {
    return SERVER.call("POST", DEPLOYMENTS + "/" + name + "/rollback", body);
  }

  private Answer revisions(String query) {
    return SERVER.call("GET", DEPLOYMENTS + "/" + name + "/revisions" + query);
  }

  @Test
  void what_keeps_the_configuration_stays_recorded_until_another_writes_it() {
    create("one", "\"managed_by\": \"terraform\",");
    assertThat(managedBy()).isEqualTo("terraform");

    SERVER.call("PUT", DEPLOYMENTS + "/" + name + "/void_update?cluster=");
    rollBack("{\"revision\": 1}");
    assertThat(managedBy()).isEqualTo("terraform");

    update("two", "");
    assertThat(managedBy()).isEqualTo("null");
    Answer refused =
        SERVER.call(
            "PUT",
            DEPLOYMENTS + "/" + name,
            "{\"managed_by\": \"My Tool\", %s}".formatted(body("three")));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly("/managed_by");
  }

  private String managedBy() {
    return SERVER.call("GET", DEPLOYMENTS + "/" + name).at("/managed_by").asText();
  }

  @Test
  void all_revisions_are_listed_the_newest_first_with_what_each_ran() {
    secret("POST", SECRETS, "1");
    String attached = "\"secrets\": [\"%s\"],".formatted(name);
    create("one", attached);
    secret("PATCH", SECRETS + "/" + name, "2");
    update("two", attached);

    Answer all = revisions("");

    assertThat(all.status()).isEqualTo(200);
    assertThat(all.at("/total").asInt()).isEqualTo(2);
    assertThat(all.texts("/items", "status")).containsExactly("active", "inactive");
    assertThat(all.at("/items/0/revision").asInt()).isEqualTo(2);
    assertThat(all.at("/items/0/secrets/0/revision").asInt()).isEqualTo(2);
    assertThat(all.at("/items/1/secrets/0/revision").asInt()).isEqualTo(1);
    assertThat(all.at("/items/1/targets/0/config/envs/0/value").asText()).isEqualTo("one");
    assertThat(all.at("/items/1/targets/0/bento/name").asText()).isEqualTo(SampleBento.VERSION);
    assertThat(revisions("?start=1&count=1").texts("/items", "status")).containsExactly("inactive");
  }

  @Test
  void a_rollback_is_a_new_revision_with_the_old_configuration_and_the_secrets_of_today() {
    secret("POST", SECRETS, "1");
    String attached = "\"secrets\": [\"%s\"],".formatted(name);
    create("one", attached);
    update("two", attached);
    secret("PATCH", SECRETS + "/" + name, "2");

    Answer back = rollBack("{\"revision\": 1, \"expected_revision\": 2}");

    assertThat(back.status()).as(back.body()).isEqualTo(200);
    assertThat(back.at("/revision").asInt()).isEqualTo(3);
    assertThat(back.at("/latest_revision/targets/0/config/envs/0/value").asText()).isEqualTo("one");
    assertThat(back.at("/secrets/0/revision").asInt()).isEqualTo(2);
    assertThat(back.texts("/secrets", "state")).containsExactly("current");
    assertThat(revisions("").at("/items/0/revision").asInt()).isEqualTo(3);
  }

  @Test
  void a_rollback_to_what_is_not_an_earlier_revision_is_refused_and_says_which_there_are() {
    create("one", "");
    update("two", "");

    for (String wrong : new String[] {"{\"revision\": 2}", "{\"revision\": 9}", "{}"}) {
      Answer refused = rollBack(wrong);
      assertThat(refused.status()).as(wrong).isEqualTo(422);
      assertThat(refused.pointers()).containsExactly("/revision");
      assertThat(refused.body()).contains("it has 1 to 1 before its latest one");
    }
    assertThat(rollBack("{\"revision\": 1, \"expected_revision\": 1}").status()).isEqualTo(409);
    assertThat(revisions("").at("/total").asInt()).isEqualTo(2);
  }

  @Test
  void what_happened_is_told_the_newest_first() throws Exception {
    create("one", "");
    Eventually.holds("rolled out", () -> events("").at("/total").asInt() == 1);
    update("two", "");
    Eventually.holds("again", () -> events("").at("/total").asInt() == 2);

    Answer told = events("?count=1");

    assertThat(told.texts("/items", "reason")).containsExactly("RolledOut");
    assertThat(told.texts("/items", "type")).containsExactly("Normal");
    assertThat(told.texts("/items", "message")).containsExactly("Revision 2 is rolled out");
    assertThat(Instant.parse(told.at("/items/0/created_at").asText()))
        .isBetween(Instant.now().minusSeconds(60), Instant.now());
    assertThat(events("").texts("/items", "message"))
        .containsExactly("Revision 2 is rolled out", "Revision 1 is rolled out");
    assertThat(SERVER.call("GET", DEPLOYMENTS + "/no-such/events").status()).isEqualTo(404);
  }

  private Answer events(String query) {
    return SERVER.call("GET", DEPLOYMENTS + "/" + name + "/events" + query);
  }

  private void secret(String method, String path, String value) {
    Answer written =
        SERVER.call(
            method,
            path,
            """
            {"name": "%s", "description": "", "content": {"type": "env", "path": null,
             "stage": "runtime", "items": [{"key": "A", "value": "%s", "sub_path": null}]}}
            """
                .formatted(name, value));
    assertThat(written.status()).as(written.body()).isEqualTo(200);
  }
}
