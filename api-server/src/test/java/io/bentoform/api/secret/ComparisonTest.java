package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.db.Columns;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The comparison of values with those of many secrets at once, and its limit. */
class ComparisonTest {
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final String MANY = SECRETS + "/compare";

  private final TestServer server = TestServer.shared();
  private final String first = "c-" + UUID.randomUUID();
  private final String second = "c-" + UUID.randomUUID();

  private void create(String name) {
    server.call(
        "POST",
        SECRETS,
        """
        {"name": "%s", "content": {"items": [{"key": "A", "value": "canary-a"},
                                             {"key": "B", "value": "canary-b"}]}}
        """
            .formatted(name));
  }

  private static String entry(String name, String value) {
    return """
    {"name": "%s", "items": [{"key": "A", "value": "%s"}, {"key": "C", "value": "new"}]}
    """
        .formatted(name, value);
  }

  private Answer compare(String... entries) {
    return server.call(
        "POST", MANY, "{\"secrets\": [%s]}".formatted(String.join(", ", List.of(entries))));
  }

  @Test
  void each_secret_is_compared_by_itself_and_what_is_missing_is_named() {
    create(first);
    create(second);

    Answer compared =
        compare(entry(first, "canary-a"), entry("not-there", "x"), entry(second, "other"));

    assertThat(compared.status()).as(compared.body()).isEqualTo(200);
    assertThat(compared.texts("/items", "name")).containsExactly(first, second);
    assertThat(compared.at("/items/0/unchanged").toString()).isEqualTo("[\"A\"]");
    assertThat(compared.at("/items/0/removed").toString()).isEqualTo("[\"B\"]");
    assertThat(compared.at("/items/0/added").toString()).isEqualTo("[\"C\"]");
    assertThat(compared.at("/items/1/changed").toString()).isEqualTo("[\"A\"]");
    assertThat(compared.at("/items/0/uid").asText())
        .isEqualTo(server.call("GET", SECRETS + "/" + first).at("/uid").asText());
    assertThat(compared.at("/missing").toString()).isEqualTo("[\"not-there\"]");
    assertThat(compared.body()).doesNotContain("canary");
  }

  @Test
  void a_comparison_of_many_secrets_is_one_row_of_the_audit() {
    create(first);
    create(second);
    long before = comparisons();

    compare(entry(first, "x"), entry(second, "x"));

    assertThat(comparisons()).isEqualTo(before + 1);
  }

  private long comparisons() {
    return server
        .database()
        .readOne(
            execute ->
                execute
                    .get(
                        "SELECT COUNT(*) AS n FROM audit_event WHERE action = 'secret.compare' AND"
                            + " INSTR(detail, ?) > 0",
                        first)
                    .map(row -> Columns.number(row, "n"))
                    .orElseThrow());
  }

  @Test
  void what_is_wrong_with_any_of_them_is_said_with_a_pointer() {
    Answer refused = compare(entry(first, "x"), entry(first, "x"), "{\"name\": \"Bad Name\"}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers()).contains("/secrets/1/name", "/secrets/2/name");
    assertThat(server.call("POST", MANY, "{}").status()).isEqualTo(422);
  }

  @Test
  void guessing_at_one_secret_is_slow_and_a_plan_of_any_size_passes() {
    create(first);
    create(second);
    String one = SECRETS + "/" + first + "/compare";
    String guess = "{\"items\": [{\"key\": \"A\", \"value\": \"guess\"}]}";
    int allowed = 0;
    while (allowed < 200 && server.call("POST", one, guess).status() == 200) {
      allowed++;
    }

    assertThat(allowed).isBetween(60, 100);
    // One more is allowed each second.
    assertThat(Stream.generate(() -> compare(entry(first, "x")).status()).limit(20))
        .as("by the other route")
        .contains(429);
    assertThat(compare(entry(second, "x")).status()).as("another secret").isEqualTo(200);
  }

  @Test
  void secrets_are_read_by_their_names_many_at_once() {
    create(first);
    create(second);

    Answer read =
        server.call("GET", SECRETS + "?q=named:" + first + "," + second + ",not-there&count=10");

    assertThat(read.texts("/items", "name")).containsExactlyInAnyOrder(first, second);
  }
}
