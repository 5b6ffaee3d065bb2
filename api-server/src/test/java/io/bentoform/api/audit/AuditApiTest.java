package io.bentoform.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.access.Caller;
import io.bentoform.api.http.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The audit as administrators read it. */
class AuditApiTest {
  private static final String AUDIT = "/api/v1/audit";
  private static final String SECRETS = "/api/v1/org_secrets";

  private final TestServer server = TestServer.shared();
  private final String name = "a" + UUID.randomUUID().toString().substring(0, 12);

  @AfterEach
  void delete() {
    server.call("DELETE", SECRETS + "/" + name);
    server
        .database()
        .inTransactionDo(
            execute -> execute.delete("DELETE FROM audit_event WHERE user_name = ?", name));
  }

  private void create() {
    Answer created =
        server.call(
            "POST",
            SECRETS,
            "{\"name\": \"%s\", \"content\": {\"items\": [%s]}}".formatted(name, item("one")));
    assertThat(created.status()).as(created.body()).isEqualTo(200);
  }

  private static String item(String value) {
    return "{\"key\": \"A\", \"value\": \"canary-" + value + "\"}";
  }

  private void createAndChange() {
    create();
    server.call(
        "PATCH", SECRETS + "/" + name, "{\"content\": {\"items\": [%s]}}".formatted(item("two")));
  }

  private Answer ask(String query, String more) {
    Answer answer =
        server.call("GET", AUDIT + "?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8) + more);
    assertThat(answer.body()).doesNotContain("canary");
    return answer;
  }

  private List<String> actions(String query) {
    Answer answer = ask(query, "");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.texts("/items", "action");
  }

  /** Records of a user of their own, one a second from 2001 on. */
  private void insert(int number) {
    server
        .database()
        .inTransactionDo(
            execute ->
                execute.insert(
                    """
                    INSERT INTO audit_event (at, organization_id, user_name, token_uid, action,
                                             object_type, object_cluster, object_name, detail)
                    SELECT TIMESTAMPADD(SECOND, seq - 1, '2001-01-01'), o.id, ?, 'token', 'test.do',
                           'test', '', CONCAT('n', seq), '{}'
                    FROM seq_1_to_2000 JOIN (SELECT id FROM organization LIMIT 1) o
                    WHERE seq <= ? ORDER BY seq
                    """,
                    name,
                    number));
  }

  @Test
  void a_change_is_listed_with_its_author_and_without_values_the_newest_first() {
    createAndChange();

    Answer listed = ask("name:" + name, "");

    assertThat(listed.texts("/items", "action")).containsExactly("secret.update", "secret.create");
    assertThat(listed.at("/total").asInt()).isEqualTo(2);
    assertThat(listed.at("/items/0/user").asText()).isEqualTo("admin");
    assertThat(listed.at("/items/0/token_uid").asText()).isNotEmpty();
    assertThat(listed.at("/items/0/object").asText()).isEqualTo("secret");
    assertThat(listed.at("/items/0/cluster").asText()).isEqualTo("default");
    assertThat(listed.at("/items/0/name").asText()).isEqualTo(name);
    assertThat(listed.at("/items/0/at").asText()).endsWith("Z");
    assertThat(listed.texts("/items/0/detail/changed", "")).containsExactly("A");
  }

  @Test
  void words_narrow_the_list_together() {
    createAndChange();

    assertThat(actions("name:" + name + " action:secret.create")).containsExactly("secret.create");
    assertThat(actions(name + " user:@me object:secret cluster:default")).hasSize(2);
    assertThat(actions(name + " -action:secret.create")).containsExactly("secret.update");
    assertThat(actions(name + " action:secret.create,secret.update sort:created_at-asc"))
        .containsExactly("secret.create", "secret.update");
    assertThat(actions(name + " object:deployment")).isEmpty();
    assertThat(actions(name + " user:nobody")).isEmpty();
    assertThat(actions(name + " cluster:nowhere")).isEmpty();
  }

  @Test
  void a_time_range_has_its_begin_and_not_its_end() {
    insert(10);
    String mine = "user:" + name;

    assertThat(actions(mine + " since:2001-01-01 until:2001-01-02")).hasSize(10);
    assertThat(
            ask(mine + " since:2001-01-01T00:00:02Z until:2001-01-01T00:00:04Z", "")
                .texts("/items", "name"))
        .containsExactly("n4", "n3");
    assertThat(actions(mine + " -since:2001-01-01T00:00:02Z")).hasSize(2);
    assertThat(actions(mine + " since:2001-01-02")).isEmpty();
  }

  @Test
  void a_query_that_means_nothing_is_refused_with_what_there_is() {
    Answer unknown = ask("bento:x", "");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.at("/detail").asText())
        .contains("action, cluster, in, name, object, request, since, sort, until, user");
    assertThat(ask("since:yesterday", "").status()).isEqualTo(400);
    assertThat(ask("since:", "").status()).isEqualTo(400);
    assertThat(ask("", "&format=csv").status()).isEqualTo(400);
  }

  @Test
  void a_cursor_walks_through_all_once() {
    insert(7);
    List<String> walked = new ArrayList<>();

    Answer page = ask("user:" + name, "&count=3");
    walked.addAll(page.texts("/items", "name"));
    while (!page.at("/next").isNull()) {
      page = ask("user:" + name, "&count=3&after=" + page.at("/next").asText());
      walked.addAll(page.texts("/items", "name"));
    }

    assertThat(walked).containsExactly("n7", "n6", "n5", "n4", "n3", "n2", "n1");
  }

  @Test
  void all_that_matches_comes_as_lines_of_json() {
    insert(1201);

    Answer lines = ask("user:" + name, "&format=jsonl&count=5");

    assertThat(lines.contentType()).isEqualTo("application/jsonl");
    assertThat(lines.body()).endsWith("}\n");
    assertThat(lines.body().lines().map(AuditApiTest::named).toList())
        .hasSize(1201)
        .doesNotHaveDuplicates()
        .startsWith("n1201")
        .endsWith("n1");
  }

  @Test
  void lines_can_be_asked_for_by_the_accept_header_and_may_be_none() {
    create();
    Answer one = accept("application/jsonl, */*;q=0.1", "name:" + name);
    Answer none = accept("application/jsonl", "name:" + name + "-none");

    assertThat(one.body().lines().map(AuditApiTest::named)).containsExactly(name);
    assertThat(none.status()).isEqualTo(200);
    assertThat(none.body()).isEmpty();
    assertThat(accept("*/*", "name:" + name).at("/total").asInt()).isEqualTo(1);
  }

  private Answer accept(String accepted, String query) {
    return server.send(
        server.request(AUDIT + "?q=" + query).header("Accept", accepted), "GET", new byte[0]);
  }

  private static String named(String line) {
    return String.valueOf(Json.read(line, Map.class).get("name"));
  }

  @Test
  void only_administrators_read_it_and_only_with_the_scope() {
    Caller reader = Caller.with(server, name, "[\"read_organization\"]");
    Caller other = Caller.with(server, name + "-c", "[\"write_cluster\"]");

    assertThat(reader.call("GET", AUDIT + "?count=1").status()).isEqualTo(200);
    assertThat(other.call("GET", AUDIT).status()).isEqualTo(403);
    assertThat(Caller.ofNewUser(server, name).call("GET", AUDIT).at("/detail").asText())
        .isEqualTo("Only an administrator may do this, and the user " + name + " is not one.");
  }
}
