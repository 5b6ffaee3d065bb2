package io.bentoform.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.db.Address;
import io.bentoform.api.db.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of today on the data of the first release. */
public class UpgradeTest {
  /** What the first release wrote for a pushed bento and a deployment of which nothing runs. */
  private static final List<String> ROWS =
      List.of(
          """
          INSERT INTO organization (uid, name, created_at)
          VALUES (REPEAT('a', 24), 'default', NOW(6))
          """,
          """
          INSERT INTO user_account (uid, organization_id, name, email, created_at)
          VALUES (REPEAT('a', 24), 1, 'admin', 'admin@localhost', NOW(6))
          """,
          """
          INSERT INTO cluster (uid, organization_id, name, creator_id, created_at)
          VALUES (REPEAT('a', 24), 1, 'default', 1, NOW(6))
          """,
          """
          INSERT INTO bento_repository (uid, organization_id, name, description, creator_id,
                                        created_at)
          VALUES (REPEAT('a', 24), 1, 'old', '', 1, NOW(6))
          """,
          """
          INSERT INTO bento (uid, repository_id, version, description, manifest, labels,
                             upload_status, archive_digest, archive_size, creator_id, created_at,
                             updated_at)
          VALUES (REPEAT('a', 24), 1, 'v1', '', '{"service": "s:S", "entry_service": "S"}', '[]',
                  'success', REPEAT('0', 64), 1, 1, NOW(6), NOW(6))
          """,
          """
          INSERT INTO deployment (uid, cluster_id, name, dev, labels, creator_id, desired, revision,
                                  status, created_at, updated_at)
          VALUES (REPEAT('a', 24), 1, 'old', FALSE, '[]', 1, 'running', 1, 'scaled-to-zero',
                  NOW(6), NOW(6))
          """,
          """
          INSERT INTO deployment_revision (deployment_id, revision, uid, bento_id, archive_digest,
                                           entry_service, config, creator_id, created_at)
          VALUES (1, 1, REPEAT('a', 24), 1, REPEAT('0', 64), 'S',
                  '{"access_authorization": false, "envs": [], "secrets": [], "services": {}}', 1,
                  NOW(6))
          """);

  @Test
  void what_the_first_release_kept_is_there_after_the_upgrade(@TempDir Path data) throws Exception {
    try (TestDatabase database = TestDatabase.in(data.resolve("database"))) {
      write(database.address());
    }

    try (TestServer server = TestServer.in(data)) {
      assertThat(server.call("GET", "/api/v1/bento_repositories/old/bentos/v1").status())
          .isEqualTo(200);
      Answer deployment = server.call("GET", "/api/v2/deployments/old");
      assertThat(deployment.at("/latest_revision/targets/0/bento/version").asText())
          .isEqualTo("v1");
      assertThat(server.call("GET", "/api/v1/instance_types").texts("", "name"))
          .contains("cpu.1", "gpu.a100.1");
      assertThat(server.call("POST", "/api/v1/clusters", "{\"name\": \"second\"}").status())
          .as("the first user administers")
          .isEqualTo(200);
      assertThat(server.call("GET", "/api/v1/api_tokens").at("/items/0/scopes/0").asText())
          .isEqualTo("api");
    }
  }

  /** Makes the schema of the first release with its rows. */
  public static void write(Address address) throws Exception {
    String password = address.password().reveal();
    Flyway.configure()
        .dataSource(address.url(), address.user(), password)
        .locations("classpath:schema/db/migration")
        .target("1")
        .load()
        .migrate();
    try (Connection connection =
            DriverManager.getConnection(address.url(), address.user(), password);
        Statement statement = connection.createStatement()) {
      for (String row : ROWS) {
        statement.execute(row);
      }
    }
  }
}
