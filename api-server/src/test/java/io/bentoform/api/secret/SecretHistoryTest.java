package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.access.Caller;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The revisions of a secret, who changed it last, and how many deployments use it. */
class SecretHistoryTest {
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final String DEPLOYMENTS = "/api/v2/deployments";

  private final TestServer server = TestServer.shared();
  private final String name = "h" + UUID.randomUUID().toString().substring(0, 12);
  private final String path = SECRETS + "/" + name;

  @AfterEach
  void delete() {
    server.call("DELETE", DEPLOYMENTS + "/" + name);
    server.call("DELETE", path);
  }

  private Answer write(String method, String at, String content) {
    Answer answer =
        server.call(method, at, "{\"name\": \"%s\", \"content\": {%s}}".formatted(name, content));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private Answer revisions(String query) {
    Answer answer = server.call("GET", path + "/revisions" + query);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain("canary");
    return answer;
  }

  private static String item(String key, String value) {
    return "{\"key\": \"%s\", \"value\": \"canary-%s\"}".formatted(key, value);
  }

  private void makeThree() {
    String a = item("A", "1");
    write("POST", SECRETS, "\"items\": [%s, %s]".formatted(a, item("B", "2")));
    write("PATCH", path, "\"items\": [%s, %s]".formatted(a, item("B", "3")));
    write(
        "PATCH",
        path,
        """
        "type": "mountfile", "path": "$BENTOML_HOME/x",
        "items": [{"key": "A"}, {"key": "C", "value": "canary-4"}]
        """);
  }

  @Test
  void each_revision_says_who_made_it_and_which_keys_differ_from_the_one_before() {
    makeThree();

    Answer revisions = revisions("");

    assertThat(revisions.at("/total").asInt()).isEqualTo(3);
    assertThat(revisions.texts("/items", "revision")).containsExactly("3", "2", "1");
    assertThat(revisions.texts("/items", "previous")).containsExactly("2", "1", "null");
    assertThat(revisions.texts("/items/2/added", "")).containsExactly("A", "B");
    assertThat(revisions.texts("/items/1/changed", "")).containsExactly("B");
    assertThat(revisions.at("/items/1/added")).isEmpty();
    assertThat(revisions.texts("/items/0/added", "")).containsExactly("C");
    assertThat(revisions.texts("/items/0/removed", "")).containsExactly("B");
    assertThat(revisions.texts("/items/0/moved", "")).containsExactly("A");
    assertThat(revisions.at("/items/0/changed")).isEmpty();
    assertThat(revisions.texts("/items/0/keys", "")).containsExactly("A", "C");
    assertThat(revisions.at("/items/0/path").asText()).isEqualTo("$BENTOML_HOME/x");
    assertThat(revisions.at("/items/0/creator/name").asText()).isEqualTo("admin");
    assertThat(revisions.at("/items/0/created_at"))
        .isEqualTo(server.call("GET", path).at("/updated_at"));
  }

  @Test
  void a_part_of_the_revisions_is_compared_with_the_one_after_the_part() {
    makeThree();

    Answer part = revisions("?start=1&count=1");

    assertThat(part.texts("/items", "revision")).containsExactly("2");
    assertThat(part.at("/items/0/previous").asInt()).isEqualTo(1);
    assertThat(part.texts("/items/0/changed", "")).containsExactly("B");
    assertThat(revisions("?start=3").at("/items")).isEmpty();
    assertThat(server.call("GET", SECRETS + "/no-such/revisions").status()).isEqualTo(404);
  }

  @Test
  void a_secret_says_who_changed_it_last_and_how_many_deployments_use_it() {
    BentoUpload.push(server, SampleBento.shared());
    Answer created = write("POST", SECRETS, "\"items\": [%s]".formatted(item("A", "first")));
    assertThat(created.at("/used_by").asInt()).isZero();
    assertThat(created.at("/updated_by/name").asText()).isEqualTo("admin");
    for (int i = 0; i < 2; i++) {
      Answer deployed =
          server.call(
              i == 0 ? "POST" : "PUT",
              i == 0 ? DEPLOYMENTS : DEPLOYMENTS + "/" + name,
              """
              {"name": "%s", "bento": "%s", "secrets": ["%s"],
               "services": {"Sample": {"scaling": {"min_replicas": 0}}}}
              """
                  .formatted(name, SampleBento.NAME, name));
      assertThat(deployed.status()).as(deployed.body()).isEqualTo(200);
    }
    Caller.ofNewUser(server, name)
        .call("PATCH", path, "{\"content\": {\"items\": [%s]}}".formatted(item("A", "other")));

    Answer alone = server.call("GET", path);
    Answer listed = server.call("GET", SECRETS + "?q=named:" + name);

    assertThat(alone.at("/used_by").asInt()).isEqualTo(1);
    assertThat(alone.at("/updated_by/name").asText()).isEqualTo(name);
    assertThat(alone.at("/creator/name").asText()).isEqualTo("admin");
    assertThat(listed.at("/items/0")).isEqualTo(alone.json());
    Answer changed = write("PATCH", path, "\"items\": [%s]".formatted(item("A", "last")));
    assertThat(changed.at("/updated_by/name").asText()).isEqualTo("admin");
    assertThat(changed.at("/used_by").asInt()).isEqualTo(1);
  }
}
