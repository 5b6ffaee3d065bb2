package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.db.Columns;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What stays of the history of secrets, and of the record of changes. */
class SecretRetentionTest {
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final TestServer SERVER = TestServer.shared();

  private final String name = "r-" + UUID.randomUUID().toString().substring(0, 12);

  @AfterEach
  void delete() {
    SERVER.call("DELETE", "/api/v2/deployments/" + name);
    SERVER.call("DELETE", SECRETS + "/" + name);
  }

  private static String items(String changing) {
    return """
    {"items": [{"key": "STABLE", "value": "always"}, {"key": "CHANGING", "value": "%s"}]}
    """
        .formatted(changing);
  }

  private List<Integer> revisions() {
    return SERVER
        .database()
        .readOne(
            execute ->
                execute
                    .query(
                        """
                        SELECT r.revision FROM secret_revision r JOIN secret s ON s.id = r.secret_id
                        WHERE s.name = ? ORDER BY r.revision
                        """,
                        name)
                    .map(row -> Columns.integer(row, "revision"))
                    .toList());
  }

  @Test
  void old_revisions_go_unless_a_deployment_uses_them_and_no_value_in_use_goes_with_them() {
    BentoUpload.push(SERVER, SampleBento.shared());
    SERVER.call("POST", SECRETS, "{\"name\": \"%s\", \"content\": %s}".formatted(name, items("1")));
    for (int i = 2; i <= 10; i++) {
      SERVER.call("PATCH", SECRETS + "/" + name, "{\"content\": " + items("" + i) + "}");
      if (i == 4) {
        Answer deployed =
            SERVER.call(
                "POST",
                "/api/v2/deployments",
                """
                {"name": "%1$s", "bento": "sample:v1", "secrets": ["%1$s"],
                 "services": {"Sample": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
                """
                    .formatted(name));
        assertThat(deployed.status()).as(deployed.body()).isEqualTo(200);
      }
    }

    new SecretRetention(SERVER.database()).prune(3);

    assertThat(revisions()).containsExactly(4, 8, 9, 10);
    Answer compared = SERVER.call("POST", SECRETS + "/" + name + "/compare", items("10"));
    assertThat(compared.at("/unchanged")).hasSize(2);
  }

  @Test
  void records_of_changes_go_after_their_time() {
    SERVER.call("POST", SECRETS, "{\"name\": \"%s\", \"content\": %s}".formatted(name, items("1")));
    SERVER
        .database()
        .inTransactionDo(
            execute ->
                execute.update(
                    "UPDATE audit_event SET at = NOW(6) - INTERVAL 500 DAY WHERE object_name = ?",
                    name));
    SERVER.call("PATCH", SECRETS + "/" + name, "{\"content\": " + items("2") + "}");

    SERVER
        .database()
        .inTransactionDo(
            execute ->
                Audit.prune(execute, Clock.systemUTC().instant().minus(Duration.ofDays(400))));

    List<String> left =
        SERVER
            .database()
            .readOne(
                execute ->
                    execute
                        .query("SELECT action FROM audit_event WHERE object_name = ?", name)
                        .map(row -> Columns.text(row, "action"))
                        .toList());
    assertThat(left).containsExactly("secret.update");
  }
}
