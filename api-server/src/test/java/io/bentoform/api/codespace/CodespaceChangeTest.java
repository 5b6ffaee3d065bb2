package io.bentoform.api.codespace;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.db.Columns;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a change of the files of a codespace leads to. */
class CodespaceChangeTest extends WithCodespace {
  /** The command line asks every 5 s: an answer that is held for a replica is none. */
  private static final Duration AT_ONCE = Duration.ofSeconds(5);

  @Test
  void a_codespace_without_files_runs_and_waits_and_answers_503() throws Exception {
    await("/status", "running");

    await("/conditions", "waits for the files");
    assertThat(get().at("/urls/0").asText()).startsWith("http://");
    assertThat(get().at("/manifest/dev").asBoolean()).isTrue();
    Answer ready =
        SERVER.send(
            HttpRequest.newBuilder(URI.create(get().at("/urls/0").asText() + "/readyz"))
                .timeout(AT_ONCE),
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

  @Test
  void many_files_on_their_way_to_their_places_hold_up_no_other_call() throws Exception {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      many.addAll(List.of("many/%d/file".formatted(i), "content"));
    }
    Path folder = folder().resolve("many");
    CompletableFuture<Void> upload =
        CompletableFuture.runAsync(() -> put(many.toArray(String[]::new)));
    Eventually.holds("the first ones are there", () -> Files.exists(folder.resolve("0/file")));

    Answer labelled = SERVER.call("PATCH", DEPLOYMENTS + "/" + name, "{\"labels\": []}");

    assertThat(labelled.status()).isEqualTo(200);
    assertThat(folder.resolve("3999/file"))
        .as("the last one, when that was answered")
        .doesNotExist();
    upload.get();
    assertThat(list()).hasSize(4000);
  }

  private int builds() throws IOException {
    String uid = get().at("/uid").asText();
    Path log = SERVER.data().resolve("engine/logs").resolve(name).resolve(uid);
    return Files.readString(log.resolve("revision-1-Sample-0.log")).split(" venv ", -1).length - 1;
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
          .contains("codespace_replaced", "Upload all files again");
      assertThat(list()).isEmpty();
    }
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
