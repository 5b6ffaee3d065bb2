package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.db.Columns;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many statements a request costs, transaction frames included. The reconciler of the same
 * server asks for work meanwhile, so each is the mean of many requests, a little above the truth.
 */
class HotPathTest {
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final int REQUESTS = 300;

  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path data) {
    server = TestServer.in(data, 0);
    create("kept", "one");
  }

  @AfterAll
  static void end() {
    server.close();
  }

  private static Answer create(String name, String value) {
    return server.call(
        "POST",
        SECRETS,
        "{\"name\": \"%s\", \"content\": {\"items\": [%s]}}".formatted(name, item(value)));
  }

  private static String item(String value) {
    return "{\"key\": \"TOKEN\", \"value\": \"" + value + "\"}";
  }

  private interface Call {
    Answer number(int i);
  }

  /** Statements that the database has been asked for since it started, of whatever kind. */
  private static long questions() {
    return server
        .database()
        .readOne(
            execute ->
                execute
                    .get("SHOW GLOBAL STATUS LIKE 'Questions'")
                    .map(row -> Long.parseLong(Columns.text(row, "Value")))
                    .orElseThrow());
  }

  private static double statements(Call call) {
    assertThat(call.number(0).status()).isEqualTo(200);
    long before = questions();
    for (int i = 1; i <= REQUESTS; i++) {
      assertThat(call.number(i).status()).isEqualTo(200);
    }
    return (questions() - before) / (double) REQUESTS;
  }

  @Test
  void a_secret_is_read_with_one_statement() {
    assertThat(statements(i -> server.call("GET", SECRETS + "/kept"))).isLessThan(1.5);
  }

  @Test
  void one_value_is_changed_with_at_most_nine_statements() {
    assertThat(
            statements(
                i ->
                    server.call(
                        "PATCH",
                        SECRETS + "/kept",
                        "{\"content\": {\"items\": [%s]}}".formatted(item("value " + i)))))
        .isLessThan(9.5);
  }

  @Test
  void a_hundred_secrets_are_compared_with_as_many_statements_as_one() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      create("many-" + i, "one");
      all.append(i == 0 ? "" : ", ")
          .append("{\"name\": \"many-%d\", \"items\": [%s]}".formatted(i, item("one")));
    }
    long before = questions();

    Answer compared = server.call("POST", SECRETS + "/compare", "{\"secrets\": [" + all + "]}");

    assertThat(compared.at("/items")).hasSize(100);
    assertThat(questions() - before).isLessThan(20);
  }
}
