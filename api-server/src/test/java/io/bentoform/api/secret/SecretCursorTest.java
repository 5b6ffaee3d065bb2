package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that go on after a cursor, and lists that are sent while they are read. */
class SecretCursorTest {
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final String CLUSTERS = "/api/v1/clusters";

  private final TestServer server = TestServer.shared();
  private final String cluster = "c" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void makeCluster() {
    require(server.call("POST", CLUSTERS, "{\"name\": \"" + cluster + "\"}"));
  }

  @AfterEach
  void deleteCluster() {
    server
        .database()
        .inTransactionDo(
            execute ->
                execute.delete(
                    "DELETE s FROM secret s JOIN cluster c ON c.id = s.cluster_id WHERE c.name = ?",
                    cluster));
    require(server.call("DELETE", CLUSTERS + "/" + cluster));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "created_at-desc",
        "created_at-asc",
        "updated_at-desc",
        "updated_at-asc",
        "name-desc",
        "name-asc"
      })
  void pages_give_each_row_once_although_rows_come_and_go_between_them(String sort) {
    makeAtOnce(0, 10);
    List<String> whole = names(list("q=sort:" + sort));
    assertThat(whole).hasSize(10);
    List<String> walked = new ArrayList<>();
    Answer page = list("count=3&q=sort:" + sort);
    walked.addAll(names(page));
    // One that was given, the one on which the cursor stands, and one that is still to come.
    List.of(whole.get(0), whole.get(2), whole.get(5)).forEach(this::delete);
    makeAtOnce(20, 2);

    while (!page.at("/next").isNull()) {
      page = list("count=3&q=sort:" + sort + "&after=" + page.at("/next").asText());
      walked.addAll(names(page));
    }

    List<String> stayed = new ArrayList<>(whole);
    stayed.remove(5);
    assertThat(walked).doesNotHaveDuplicates();
    assertThat(walked.stream().filter(whole::contains)).containsExactlyElementsOf(stayed);
  }

  @Test
  void rows_with_equal_times_come_once_each() {
    makeAtOnce(0, 7);
    server
        .database()
        .inTransactionDo(
            execute ->
                execute.update(
                    """
                    UPDATE secret s JOIN cluster c ON c.id = s.cluster_id
                    SET s.updated_at = '2026-01-02 03:04:05.000006' WHERE c.name = ?
                    """,
                    cluster));

    for (String direction : List.of("asc", "desc")) {
      String sort = "q=sort:updated_at-" + direction;
      assertThat(walk(sort, 2)).isEqualTo(names(list(sort))).hasSize(7);
    }
  }

  @Test
  void a_walk_keeps_to_its_filter_and_tells_the_total_of_its_beginning() {
    makeAtOnce(0, 12);
    Answer first = list("search=1&count=2");
    assertThat(first.at("/total").asInt()).isEqualTo(3);
    makeAtOnce(100, 1);
    Answer second = list("search=1&count=2&after=" + first.at("/next").asText());

    assertThat(names(first)).containsExactly("s-00011", "s-00010");
    assertThat(names(second)).containsExactly("s-00001");
    assertThat(second.at("/total").asInt()).isEqualTo(3);
    assertThat(second.at("/next").isNull()).isTrue();
  }

  @Test
  void a_cursor_that_is_broken_or_of_another_list_is_refused_with_what_is_wrong() {
    makeAtOnce(0, 3);
    String next = list("count=1&q=sort:name-asc").at("/next").asText();
    String forged =
        Base64.getUrlEncoder()
            .encodeToString("{\"sort\": \"name-asc\"}".getBytes(StandardCharsets.UTF_8));

    assertThat(list("q=sort:name-asc&after=" + next).status()).isEqualTo(200);
    refused("q=sort:name-asc&after=" + next.substring(1), "invalid");
    refused("q=sort:name-asc&after=%2B%2B", "invalid");
    refused("q=sort:name-asc&after=" + forged, "invalid");
    refused("q=sort:name-desc&after=" + next, "another order than sort:name-desc");
    refused("after=" + next, "another order than sort:created_at-desc");
    refused("q=sort:name-asc&search=x&after=" + next, "another path, cluster, search or query");
    refused("q=sort:name-asc+type:env&after=" + next, "another path, cluster, search or query");
    refused("q=sort:name-asc&start=0&after=" + next, "either start or after");
  }

  private void refused(String parameters, String why) {
    Answer answer = list(parameters);
    assertThat(answer.status()).as(parameters).isEqualTo(400);
    assertThat(answer.at("/detail").asText()).contains(why);
  }

  @Test
  void a_long_list_is_sent_while_it_is_read_and_is_as_whole_as_a_short_one() {
    makeAtOnce(0, 1234);
    Answer whole = list("count=100000");
    assertThat(names(whole)).hasSize(1234).doesNotHaveDuplicates();
    assertThat(whole.at("/items/0/name").asText()).isEqualTo("s-01233");
    assertThat(whole.at("/items/0/content/items/1/key").asText()).isEqualTo("B");
    assertThat(whole.at("/count").asInt()).isEqualTo(100_000);
    assertThat(whole.at("/total").asInt()).isEqualTo(1234);
    assertThat(whole.at("/next").isNull()).isTrue();

    Answer some = list("count=1100&q=sort:name-asc");
    Answer rest = list("count=1100&q=sort:name-asc&after=" + some.at("/next").asText());
    assertThat(names(some)).hasSize(1100).endsWith("s-01099");
    assertThat(names(rest)).hasSize(134).startsWith("s-01100");

    Answer late = list("start=700&count=1000&q=sort:name-asc");
    assertThat(names(late)).hasSize(534).startsWith("s-00700");
    assertThat(list("count=0").at("/total").asInt()).isEqualTo(1234);
  }

  @Test
  void all_of_all_clusters_come_once_each() {
    makeAtOnce(0, 600);

    Answer every = server.call("GET", SECRETS + "?all=true&count=10&start=0&q=cluster:" + cluster);

    assertThat(names(every)).hasSize(600).doesNotHaveDuplicates();
    assertThat(every.at("/count").asInt()).isEqualTo(600);
  }

  /** Rows as a create leaves them but for the values, from this number on. */
  private void makeAtOnce(int from, int count) {
    String numbered = "FROM seq_%d_to_%d n".formatted(from, from + count - 1);
    String mine = " WHERE c.name = '" + cluster + "' AND s.name >= 's-%05d'".formatted(from);
    String secrets = " FROM secret s JOIN cluster c ON c.id = s.cluster_id" + mine;
    server
        .database()
        .inTransactionDo(
            execute -> {
              execute.insert(
                  """
                  INSERT INTO secret (uid, cluster_id, name, description, revision, creator_id,
                                      created_at, updated_at)
                  SELECT LEFT(SHA2(CONCAT(UUID(), n.seq), 256), 24), c.id,
                         CONCAT('s-', LPAD(n.seq, 5, '0')), '', 1, c.creator_id, NOW(6),
                         NOW(6) - INTERVAL (n.seq * 7 % 5) SECOND
                  """
                      + numbered
                      + " JOIN cluster c WHERE c.name = '"
                      + cluster
                      + "' ORDER BY n.seq");
              execute.insert(
                  """
                  INSERT INTO secret_revision (secret_id, revision, type, stage, creator_id,
                                               created_at)
                  SELECT s.id, 1, 'env', 'runtime', s.creator_id, s.created_at
                  """
                      + secrets);
              for (String key : List.of("A", "B")) {
                execute.insert(
                    """
                    INSERT INTO secret_item (secret_id, revision, position, item_key,
                                             value_revision)
                    SELECT s.id, 1, ORD('%1$s'), '%1$s', 1
                    """
                            .formatted(key)
                        + secrets);
              }
            });
  }

  private void delete(String name) {
    require(server.call("DELETE", SECRETS + "/" + name + "?cluster=" + cluster));
  }

  private List<String> walk(String parameters, int count) {
    List<String> walked = new ArrayList<>();
    Answer page = list(parameters + "&count=" + count);
    walked.addAll(names(page));
    while (!page.at("/next").isNull()) {
      page = list(parameters + "&count=" + count + "&after=" + page.at("/next").asText());
      walked.addAll(names(page));
    }
    return walked;
  }

  private Answer list(String parameters) {
    return server.call("GET", SECRETS + "?cluster=" + cluster + "&" + parameters);
  }

  private static List<String> names(Answer answer) {
    require(answer);
    return answer.texts("/items", "name");
  }

  private static void require(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }
}
