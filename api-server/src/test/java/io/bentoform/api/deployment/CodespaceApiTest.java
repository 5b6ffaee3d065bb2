package io.bentoform.api.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.db.Columns;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.local.Eventually;
import io.bentoform.api.wire.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of codespaces; what runs of them is shown by the conformance suite. */
class CodespaceApiTest {
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final TestServer SERVER = TestServer.shared();
  private final String name = "code-" + UUID.randomUUID().toString().substring(0, 8);
  private final String bento = "bare-" + name;
  private final String files = DEPLOYMENTS + "/" + name + "/files";

  @BeforeEach
  void create() {
    SERVER.call(
        "POST",
        "/api/v1/bento_repositories",
        "{\"name\": \"%s\", \"description\": \"\"}".formatted(bento));
    Answer made =
        SERVER.call(
            "POST",
            "/api/v1/bento_repositories/" + bento + "/bentos",
            """
            {"description": "", "version": "v1", "build_at": "2026-11-01 10:11:12.000013",
             "labels": [], "manifest": {"service": "service:Sample", "bentoml_version": "1.4.39",
               "size_bytes": 1, "entry_service": "Sample", "dev": true,
               "services": [{"name": "Sample", "service": ""}]}}
            """);
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    Answer codespace = SERVER.call("POST", DEPLOYMENTS, deployment(name, true));
    assertThat(codespace.status()).as(codespace.body()).isEqualTo(200);
  }

  @AfterEach
  void delete() {
    SERVER.call("DELETE", DEPLOYMENTS + "/" + name);
  }

  private String deployment(String deployment, boolean dev) {
    return """
    {"name": "%s", "bento": "%s:v1", "dev": %s, "services": {}}
    """
        .formatted(deployment, bento, dev);
  }

  private static String upload(String... pathsAndContents) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    ArrayNode list = body.putArray("files");
    for (int i = 0; i < pathsAndContents.length; i += 2) {
      byte[] content = pathsAndContents[i + 1].getBytes(StandardCharsets.UTF_8);
      list.addObject()
          .put("path", pathsAndContents[i])
          .put("b64_encoded_content", Base64.getEncoder().encodeToString(content));
    }
    return body.toString();
  }

  private void put(String... pathsAndContents) {
    Answer answer = SERVER.call("POST", files, upload(pathsAndContents));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private Answer remove(String... paths) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    List.of(paths).forEach(body.putArray("paths")::add);
    return SERVER.call("DELETE", files, body.toString());
  }

  private List<String> list() {
    return SERVER.call("GET", files).texts("/files", "path");
  }

  private Path folder() {
    String uid = get().at("/uid").asText();
    return SERVER.data().resolve("codespaces/projects").resolve(uid);
  }

  private Answer get() {
    return SERVER.call("GET", DEPLOYMENTS + "/" + name);
  }

  private void await(String pointer, String wanted) throws InterruptedException {
    Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
    while (!get().at(pointer).toString().contains(wanted)) {
      assertThat(Instant.now()).as(() -> wanted + ": " + get().body()).isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  @Test
  void files_are_listed_with_size_and_md5_and_replaced() {
    put("service.py", "hello", "data/empty", "", "data/a b/ü.txt", "x");
    put("service.py", "hello, world");

    Answer answer = SERVER.call("GET", files);

    assertThat(answer.texts("/files", "path"))
        .containsExactly("data/a b/ü.txt", "data/empty", "service.py");
    JsonNode service = answer.at("/files/2");
    assertThat(service.get("size").asInt()).isEqualTo(12);
    assertThat(service.get("md5").asText()).isEqualTo("e4d7f1b4ed2e42d15898f4b27b019da4");
    assertThat(answer.at("/files/1/md5").asText()).isEqualTo("d41d8cd98f00b204e9800998ecf8427e");
  }

  @Test
  void a_codespace_without_files_runs_and_waits_and_answers_503() throws Exception {
    await("/status", "running");

    await("/conditions", "waits for the files");
    assertThat(get().at("/urls/0").asText()).startsWith("http://");
    assertThat(get().at("/manifest/dev").asBoolean()).isTrue();
    Answer ready =
        SERVER.send(
            java.net.http.HttpRequest.newBuilder(
                java.net.URI.create(get().at("/urls/0").asText() + "/readyz")),
            "GET",
            new byte[0]);
    assertThat(ready.status()).isEqualTo(503);
  }

  @Test
  void requirements_that_cannot_be_had_leave_it_standing_with_a_condition() throws Exception {
    put("service.py", "", "requirements.txt", "./not-there.whl\n", "setup.sh", "apt-get update\n");
    put(".project_ready", "");

    await("/conditions", "was not built");
    await("/status", "running");
    assertThat(get().texts("/conditions", "type")).contains("Codespace");
    assertThat(get().at("/revision").asInt()).isEqualTo(1);
  }

  @Test
  void uploads_that_follow_each_other_are_one_new_start_while_nothing_answers() throws Exception {
    put("service.py", "", "requirements.txt", "./not-there.whl\n", ".project_ready", "");
    await("/conditions", "was not built");
    awaitSettled();
    int before = builds();

    for (int i = 0; i < 8; i++) {
      put("data", "change " + i);
    }
    awaitSettled();

    assertThat(builds()).isBetween(before + 1, before + 2);
  }

  private int builds() throws IOException {
    String uid = get().at("/uid").asText();
    Path log = SERVER.data().resolve("engine/logs").resolve(name).resolve(uid);
    return Files.readString(log.resolve("revision-1-replica-0.log")).split(" venv ", -1).length - 1;
  }

  /** The number of starts with other files, while none is due, or none. */
  private Optional<Integer> settled() {
    return SERVER
        .database()
        .read(
            execute ->
                execute
                    .query(
                        """
                        SELECT files_revision FROM deployment WHERE uid = ? AND due_at IS NULL
                        """,
                        get().at("/uid").asText())
                    .map(row -> Columns.integer(row, "files_revision"))
                    .toList())
        .stream()
        .findFirst();
  }

  private int awaitSettled() throws Exception {
    Eventually.holds("nothing is due", () -> settled().isPresent());
    return settled().orElseThrow();
  }

  @Test
  void a_change_whose_record_failed_is_made_up_for_when_it_is_repeated() throws Exception {
    put("service.py", "", ".project_ready", "");
    int before = awaitSettled();
    String trigger = "refuse_" + name.replace('-', '_');
    execute(
        """
        CREATE TRIGGER %s BEFORE INSERT ON audit_event FOR EACH ROW
        IF NEW.object_name = '%s' THEN SIGNAL SQLSTATE '45000'; END IF
        """
            .formatted(trigger, name));
    try {
      Answer failed = SERVER.call("POST", files, upload("requirements.txt", "./no.whl\n"));
      assertThat(failed.status()).as(failed.body()).isEqualTo(500);
    } finally {
      execute("DROP TRIGGER " + trigger);
    }
    assertThat(settled()).as("nothing was recorded").contains(before);

    put("requirements.txt", "./no.whl\n");
    assertThat(awaitSettled()).isEqualTo(before + 1);
    assertThat(trail()).last().asString().contains("upload_files{\"files\":1}");
    put("requirements.txt", "./no.whl\n");
    assertThat(awaitSettled()).as("what is there is no change").isEqualTo(before + 1);
  }

  private static void execute(String statement) {
    SERVER.database().inTransactionDo(execute -> execute.dml(statement));
  }

  @Test
  void files_that_come_for_a_codespace_that_was_made_again_are_refused() throws Exception {
    byte[] body = upload("a", "1").getBytes(StandardCharsets.UTF_8);
    URI address = SERVER.anonymous(files).build().uri();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String head =
          "POST %s HTTP/1.1\r\nHost: x\r\nX-YATAI-API-TOKEN: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(files, SERVER.token(), body.length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body, 0, 20);
      socket.getOutputStream().flush();
      Path drafts = SERVER.data().resolve("codespaces/drafts");
      Eventually.holds("the upload began", () -> drafts.toFile().list().length > 0);
      String before = get().at("/uid").asText();
      assertThat(SERVER.call("DELETE", DEPLOYMENTS + "/" + name).status()).isEqualTo(200);
      Answer again = SERVER.call("POST", DEPLOYMENTS, deployment(name, true));
      assertThat(again.at("/uid").asText()).isNotEqualTo(before).isNotEmpty();

      socket.getOutputStream().write(body, 20, body.length - 20);
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer)
          .startsWith("HTTP/1.1 409 ")
          .contains("codespace_replaced", "Send all files again");
      assertThat(list()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/etc/x", "../x", "a/../../x", "a//b", "a/", "./a", "a/.", "..", "a\0b"})
  void a_path_that_is_not_plain_is_refused_and_nothing_of_the_upload_stays(String path) {
    Answer answer = SERVER.call("POST", files, upload("good", "1", path, "2"));

    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    assertThat(answer.texts("/errors", "pointer")).containsExactly("/files/1/path");
    assertThat(list()).isEmpty();
    assertThat(remove(path).status()).isEqualTo(422);
  }

  @Test
  void a_path_of_more_characters_or_longer_names_than_a_file_has_is_refused() {
    assertThat(SERVER.call("POST", files, upload("a".repeat(256), "")).status()).isEqualTo(422);
    assertThat(SERVER.call("POST", files, upload("a/".repeat(512) + "a", "")).status())
        .isEqualTo(422);
  }

  @Test
  void nothing_is_written_or_deleted_through_a_link() throws IOException {
    put("a", "1");
    Path outside = Files.createTempDirectory("outside");
    Files.writeString(outside.resolve("kept"), "kept");
    Files.createSymbolicLink(folder().resolve("link"), outside);
    Files.createSymbolicLink(folder().resolve("one"), outside.resolve("kept"));

    assertThat(SERVER.call("POST", files, upload("link/new", "2")).body()).contains("path_taken");
    assertThat(remove("link/kept").status()).isEqualTo(422);
    put("one", "replaced");

    assertThat(outside.resolve("kept")).hasContent("kept");
    assertThat(outside.resolve("new")).doesNotExist();
    assertThat(list()).containsExactly("a", "one");
    assertThat(remove("link").status()).isEqualTo(200);
    assertThat(outside.resolve("kept")).exists();
    Files.delete(outside.resolve("kept"));
    Files.delete(outside);
  }

  @Test
  void a_file_and_a_folder_do_not_take_each_others_place() {
    put("a/b", "1");

    assertThat(SERVER.call("POST", files, upload("a", "2")).body()).contains("folder with files");
    assertThat(SERVER.call("POST", files, upload("a/b/c", "2")).body()).contains("Delete it first");
    assertThat(SERVER.call("POST", files, upload("x", "1", "x/y", "2")).status()).isEqualTo(422);
    assertThat(SERVER.call("POST", files, upload("x", "1", "x", "2")).body())
        .contains("path_twice");
    assertThat(remove("a").body()).contains("is a folder");
    assertThat(remove("a/b").status()).isEqualTo(200);
    put("a", "2");
    assertThat(list()).containsExactly("a");
  }

  @Test
  void deletion_takes_files_and_empty_folders_and_does_not_mind_what_is_gone() {
    put("a/b/c", "1", "d", "2");

    assertThat(remove("a/b/c", "never/was").status()).isEqualTo(200);

    assertThat(list()).containsExactly("d");
    assertThat(folder().resolve("a")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"files\": {}}",
        "{\"files\": [1]}",
        "{\"files\": [{\"path\": \"a\"}]}",
        "{\"files\": [{\"b64_encoded_content\": \"\"}]}",
        "{\"files\": [{\"path\": 1, \"b64_encoded_content\": \"\"}]}",
        "{\"files\": [{\"path\": \"a\", \"b64_encoded_content\": null}]}",
        "{\"files\": [{\"path\": \"a\", \"b64_encoded_content\": \"hidden!\"}]}",
        "{\"files\": [{\"path\": \"a\", \"b64_encoded_content\": \"aGlkZGVu",
        "{\"files\": [{\"path\": \"a\", \"b64_encoded_content\": \"\"}]} {}"
      })
  void a_body_that_is_no_upload_is_refused_and_not_quoted(String body) {
    Answer answer = SERVER.call("POST", files, body);

    assertThat(answer.status()).as(answer.body()).isIn(400, 422);
    assertThat(answer.body()).doesNotContain("hidden").doesNotContain("aGlk");
    assertThat(list()).isEmpty();
  }

  @Test
  void members_may_come_in_any_order_and_others_are_left_out() {
    Answer answer =
        SERVER.call(
            "POST",
            files,
            """
            {"more": {"files": []}, "files": [{"b64_encoded_content": "aGk=", "mode": [1],
             "path": "a"}]}
            """);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(SERVER.call("GET", files).at("/files/0/size").asInt()).isEqualTo(2);
  }

  @Test
  void more_than_a_project_may_have_is_refused_and_nothing_of_it_stays() throws IOException {
    put("a", "1");
    try (RandomAccessFile large = new RandomAccessFile(folder().resolve("large").toFile(), "rw")) {
      large.setLength((1L << 30) - 3);
    }

    assertThat(SERVER.call("POST", files, upload("b", "three")).status()).isEqualTo(413);
    assertThat(SERVER.call("POST", files, upload("b", "2")).status()).isEqualTo(200);
    Files.delete(folder().resolve("large"));
    assertThat(list()).containsExactly("a", "b");
  }

  @Test
  void more_files_than_a_project_may_have_are_refused() {
    String[] many = new String[2 * 20_001];
    for (int i = 0; i < many.length; i += 2) {
      many[i] = "f" + i;
      many[i + 1] = "";
    }

    assertThat(SERVER.call("POST", files, upload(many)).status()).isEqualTo(413);
    assertThat(list()).isEmpty();
  }

  @Test
  void an_upload_that_is_larger_than_allowed_is_refused_and_the_client_gets_to_know() {
    byte[] body = new byte[(128 << 20) + 1];
    Answer answer =
        SERVER.send(SERVER.request(files).header("Content-Type", "application/json"), "POST", body);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).contains("128 MiB");
  }

  @Test
  void a_content_of_many_megabytes_goes_through() {
    put("large", "x".repeat(40 << 20), "small", "y");

    Answer answer = SERVER.call("GET", files);
    assertThat(answer.at("/files/0/size").asInt()).isEqualTo(40 << 20);
    assertThat(answer.at("/files/1/size").asInt()).isEqualTo(1);
  }

  @Test
  void what_is_no_codespace_has_no_files_and_needs_an_archive() {
    Answer refused = SERVER.call("POST", DEPLOYMENTS, deployment("other-" + name, false));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.body()).contains("is that of a codespace");

    BentoUpload.push(SERVER, SampleBento.shared());
    String plain = DEPLOYMENTS + "/plain-" + name;
    SERVER.call(
        "POST",
        DEPLOYMENTS,
        """
        {"name": "plain-%s", "bento": "sample:v1",
         "services": {"Sample": {"scaling": {"min_replicas": 0}}}}
        """
            .formatted(name));
    assertThat(SERVER.call("GET", plain + "/files").body()).contains("is no codespace");
    assertThat(SERVER.call("POST", plain + "/files", upload("a", "1")).status()).isEqualTo(409);
    assertThat(SERVER.call("DELETE", plain + "/files", "{\"paths\": []}").status()).isEqualTo(409);
    assertThat(SERVER.call("GET", DEPLOYMENTS + "/nowhere/files").status()).isEqualTo(404);
    SERVER.call("DELETE", plain);
  }

  @Test
  void files_go_with_the_deployment_and_what_was_done_is_in_the_audit() {
    put("a", "1", "b", "2");
    remove("a");
    Path folder = folder();
    assertThat(folder.resolve("b")).exists();

    SERVER.call("DELETE", DEPLOYMENTS + "/" + name);

    assertThat(folder).doesNotExist();
    assertThat(trail())
        .containsExactly(
            "deployment.upload_files{\"files\":2}", "deployment.delete_files{\"files\":1}");
  }

  private List<String> trail() {
    return SERVER
        .database()
        .read(
            execute ->
                execute
                    .query(
                        "SELECT action, detail FROM audit_event WHERE object_name = ?"
                            + " AND action LIKE '%files' ORDER BY id",
                        name)
                    .map(row -> Columns.text(row, "action") + Columns.text(row, "detail"))
                    .toList());
  }
}
