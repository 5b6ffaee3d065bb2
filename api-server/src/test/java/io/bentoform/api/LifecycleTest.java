package io.bentoform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.crypto.UnsealException;
import io.bentoform.api.db.TestDatabase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifecycleTest {
  private static final String SECRET =
      "{\"name\": \"kept\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": \"one\"}]}}";
  private static final String SAME = "{\"items\": [{\"key\": \"A\", \"value\": \"one\"}]}";

  private final Path folder;

  LifecycleTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void a_restart_keeps_everything() {
    String token;
    try (TestServer server = TestServer.in(folder)) {
      token = server.token();
      assertThat(server.call("POST", "/api/v1/org_secrets", SECRET).status()).isEqualTo(200);
    }

    try (TestServer server = TestServer.in(folder)) {
      assertThat(server.token()).isEqualTo(token);
      assertThat(server.isNewToken()).isFalse();
      assertThat(
              server.call("POST", "/api/v1/org_secrets/kept/compare", SAME).texts("/unchanged", ""))
          .containsExactly("A");
    }
    assertThat(databases()).isEmpty();
  }

  @Test
  void a_server_with_another_root_key_does_not_start_and_leaves_nothing_running() throws Exception {
    try (TestServer server = TestServer.in(folder)) {
      server.call("POST", "/api/v1/org_secrets", SECRET);
    }
    Files.writeString(folder.resolve("root.key"), Base64.getEncoder().encodeToString(new byte[32]));

    assertThatThrownBy(() -> TestServer.in(folder))
        .isInstanceOf(UnsealException.class)
        .hasMessageContaining("root key");
    assertThat(databases()).isEmpty();
  }

  @Test
  void the_token_of_a_server_before_this_one_can_be_deleted_and_the_own_one_cannot()
      throws Exception {
    String before;
    try (TestServer server = TestServer.in(folder)) {
      before = server.token();
    }
    Files.delete(folder.resolve("server.id"));
    try (TestServer server = TestServer.in(folder)) {
      assertThat(server.token()).as("the same file under another id").isEqualTo(before);
      assertThat(tokens(server).get("items")).hasSize(1);
    }
    Files.delete(folder.resolve("server.id"));
    Files.delete(folder.resolve("administrator.token"));

    try (TestServer server = TestServer.in(folder)) {
      JsonNode tokens = tokens(server).get("items");
      assertThat(tokens).hasSize(2);
      assertThat(server.call("DELETE", "/api/v1/api_tokens/" + uid(tokens, 0)).status())
          .isEqualTo(409);
      assertThat(tokens.get(1).get("description").asText()).contains("another server");
      assertThat(server.call("DELETE", "/api/v1/api_tokens/" + uid(tokens, 1)).status())
          .isEqualTo(200);
      assertThat(
              server
                  .send(
                      server.anonymous("/api/v1/auth/current").header("X-YATAI-API-TOKEN", before),
                      "GET",
                      new byte[0])
                  .status())
          .isEqualTo(401);
    }
  }

  private static JsonNode tokens(TestServer server) {
    return server.call("GET", "/api/v1/api_tokens?search=administrator-").json();
  }

  private static String uid(JsonNode tokens, int position) {
    return tokens.get(position).get("uid").asText();
  }

  @Test
  void a_token_file_that_holds_no_token_opens_nothing() throws Exception {
    try (TestServer server = TestServer.in(folder)) {
      assertThat(server.call("GET", "/api/v1/auth/current").status()).isEqualTo(200);
    }
    Files.writeString(folder.resolve("administrator.token"), "");

    assertThatThrownBy(() -> TestServer.in(folder)).hasMessageContaining("administrator.token");

    Files.delete(folder.resolve("administrator.token"));
    try (TestServer server = TestServer.in(folder)) {
      assertThat(server.isNewToken()).isTrue();
    }
  }

  @Test
  void a_port_that_is_taken_is_told_and_nothing_stays_running() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Settings settings =
          Settings.parse(
              List.of("--data", folder.toString(), "--port", "" + taken.getLocalPort()), Map.of());

      assertThatThrownBy(() -> TestServer.start(settings)).hasMessageContaining("--port");
    }
    assertThat(databases()).isEmpty();
  }

  @Test
  void a_server_on_all_addresses_tells_clients_a_host_that_they_can_reach() {
    Settings settings =
        Settings.parse(
            List.of(
                "--port",
                "0",
                "--data",
                folder.toString(),
                "--host",
                "0.0.0.0",
                "--public-host",
                "localhost"),
            Map.of());
    try (ApiServer server = TestServer.start(settings)) {
      assertThat(server.url()).startsWith("http://localhost:");
    }
  }

  @Test
  void an_external_database_serves_as_well() {
    Path elsewhere = folder.resolve("elsewhere");
    try (TestDatabase database = TestDatabase.in(elsewhere)) {
      Settings settings = TestServer.settings(folder.resolve("data"), database);
      try (ApiServer server = TestServer.start(settings)) {
        assertThat(server.url()).startsWith("http://127.0.0.1:");
        assertThat(folder.resolve("data/database")).doesNotExist();
      }
    }
  }

  @Test
  void a_database_that_a_killed_server_left_running_is_ended_and_its_data_is_there()
      throws Exception {
    ServerProcess server = new ServerProcess(folder);
    server.kill();
    assertThat(databases()).as("left by the kill").hasSize(1);
    long orphan = databases().getFirst().pid();

    try (TestServer next = TestServer.in(folder)) {
      assertThat(next.isNewToken()).isFalse();
      assertThat(databases()).extracting(ProcessHandle::pid).hasSize(1).doesNotContain(orphan);
    }
    assertThat(databases()).isEmpty();
  }

  @Test
  void an_installation_that_was_interrupted_is_made_again() throws Exception {
    Path data = folder.resolve("database");
    Files.createDirectories(data.resolve("data/mysql"));
    Files.writeString(data.resolve("data/ibdata1"), "half");

    try (TestDatabase database = TestDatabase.in(data)) {
      assertThat(database.address().url()).startsWith("jdbc:mariadb://127.0.0.1:");
    }
  }

  private List<ProcessHandle> databases() {
    return TestDatabase.processes(folder);
  }
}
