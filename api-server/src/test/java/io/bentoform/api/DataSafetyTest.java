package io.bentoform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.db.TestDatabase;
import io.bentoform.api.deployment.BentoUpload;
import io.bentoform.api.engine.SampleBento;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server must not lose, however it is started, killed or ended. */
class DataSafetyTest {
  private static final String SECRET =
      "{\"name\": \"kept\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": \"one\"}]}}";

  private final Path folder;
  private final Path data;

  DataSafetyTest(@TempDir Path folder) {
    this.folder = folder;
    this.data = folder.resolve("data");
  }

  @Test
  void a_server_on_the_database_of_another_installation_refuses_to_start_and_moves_nothing()
      throws Exception {
    try (TestServer server = TestServer.in(data)) {
      BentoUpload.push(server, SampleBento.shared());
    }
    List<Path> archives = files(data.resolve("archives"));
    assertThat(archives).hasSize(1);

    try (TestDatabase other = TestDatabase.in(folder.resolve("other"))) {
      Settings settings = TestServer.settings(data, other);

      assertThatThrownBy(() -> TestServer.start(settings))
          .hasMessageContaining(Files.readString(data.resolve("installation.id")).strip())
          .hasMessageContaining("--database-url")
          .hasMessageContaining("installation.id");

      Files.delete(data.resolve("installation.id"));
      assertThatThrownBy(() -> TestServer.start(settings))
          .as("the folder of a server that knew no installations")
          .hasMessageContaining("another database");
    }
    assertThat(files(data.resolve("archives"))).isEqualTo(archives);
    try (TestServer server = TestServer.in(data)) {
      assertThat(server.call("GET", "/api/v1/bento_repositories/sample/bentos/v1").status())
          .isEqualTo(200);
      assertThat(data.resolve("installation.id")).exists();
    }
  }

  @Test
  void a_second_server_on_the_same_folder_refuses_and_changes_nothing() throws Exception {
    try (TestServer first = TestServer.in(data)) {
      assertThatThrownBy(() -> new ServerProcess(data).end())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another server");

      assertThat(first.call("POST", "/api/v1/org_secrets", SECRET).status()).isEqualTo(200);
    }
  }

  @Test
  void an_embedded_database_that_is_killed_comes_back_with_its_data() throws Exception {
    try (TestServer server = TestServer.in(data)) {
      server.call("POST", "/api/v1/org_secrets", SECRET);

      databases().forEach(ProcessHandle::destroyForcibly);

      Eventually.holds(
          "the secret is there again",
          () -> server.call("GET", "/api/v1/org_secrets/kept").status() == 200);
    }
    assertThat(databases()).isEmpty();
  }

  @Test
  void a_database_that_cannot_come_back_ends_the_server_with_the_reason() throws Exception {
    ServerProcess server = new ServerProcess(data);
    Path files = data.resolve("database/data/ibdata1");
    Files.move(files, folder.resolve("ibdata1"));

    databases().forEach(ProcessHandle::destroyForcibly);

    assertThat(server.awaitEnd()).isEqualTo(1);
    assertThat(server.errors())
        .contains("Bentoform stops. The embedded database exited and cannot be restarted")
        .contains("mariadbd.log")
        .doesNotContain("Bentoform is ready");
    assertThat(databases()).isEmpty();
  }

  @Test
  void a_server_that_is_stopped_while_its_database_starts_leaves_no_process() throws Exception {
    ServerProcess server = ServerProcess.launched(data);
    Eventually.holds("its database is being made", () -> !databases().isEmpty());

    server.terminate();

    assertThat(databases()).isEmpty();
  }

  @Test
  void a_root_key_that_is_missing_is_asked_for_and_never_made_anew() throws Exception {
    try (TestServer server = TestServer.in(data)) {
      server.call("POST", "/api/v1/org_secrets", SECRET);
    }
    Path key = data.resolve("root.key");
    Files.move(key, folder.resolve("backup"));

    assertThatThrownBy(() -> TestServer.in(data))
        .hasMessageContaining(key.toString())
        .hasMessageContaining("--root-key-file")
        .hasMessageContaining("BENTOFORM_ROOT_KEY");

    assertThat(key).doesNotExist();
    Files.move(folder.resolve("backup"), key);
    TestServer.in(data).close();
  }

  @Test
  void an_archive_that_no_row_refers_to_waits_in_the_trash() throws Exception {
    TestServer.in(data).close();
    Path archive = data.resolve("archives/" + "0".repeat(64) + ".tar");
    Files.writeString(archive, "kept");

    try (TestServer server = TestServer.in(data)) {
      Eventually.holds("it is moved", () -> !Files.exists(archive));
      assertThat(server.call("GET", "/api/v1/org_secrets").status()).isEqualTo(200);
    }

    assertThat(files(data.resolve("trash")))
        .singleElement()
        .satisfies(file -> assertThat(file).hasContent("kept"));
  }

  private List<ProcessHandle> databases() {
    return TestDatabase.processes(data);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
