package io.bentoform.api.bento;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.ServerProcess;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.Tar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads to a server that is a process of its own: what it needs, and what a kill leaves. */
class UploadProcessTest {
  private static final String REPOSITORIES = "/api/v1/model_repositories";
  private static final String VERSIONS = REPOSITORIES + "/big/models";
  private static final long MIB = 1 << 20;

  private ServerProcess server;

  @BeforeEach
  void start() throws IOException {
    server = new ServerProcess(Files.createTempDirectory("bentoform-process"));
    server.call("POST", REPOSITORIES, "{\"name\": \"big\"}");
  }

  @AfterEach
  void stop() throws Exception {
    server.end();
  }

  private String announce(String version) throws IOException {
    Answer created =
        server.call(
            "POST",
            VERSIONS,
            "{\"version\": \"%s\", \"manifest\": %s}".formatted(version, Push.MODEL_MANIFEST));
    assertThat(created.status()).as(created.body()).isEqualTo(200);
    return VERSIONS + "/" + version;
  }

  @Test
  void four_pushes_of_200_mib_at_once_take_less_than_512_mib_of_memory() throws Exception {
    long size = 200 * MIB;
    List<Future<Answer>> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        byte[] head = head("v" + i, size);
        String path = announce("v" + i);
        answers.add(
            threads.submit(
                () ->
                    server.upload(
                        path, head.length + size + 1024, () -> archive(head, size + 1024))));
      }
      for (Future<Answer> answer : answers) {
        assertThat(answer.get().status()).as(answer.get().body()).isEqualTo(200);
      }
    }

    long peak = server.peakMemory();
    System.out.println("Peak memory of the server: " + peak / MIB + " MiB");
    assertThat(peak).isLessThan(512 * MIB);
    assertThat(archives()).hasSize(4);
  }

  @Test
  void a_server_that_is_killed_in_an_upload_leaves_no_draft_and_the_next_push_succeeds()
      throws Exception {
    String path = announce("v1");
    byte[] whole = Tar.of(ArchiveKind.MODEL).file("./data", new byte[300_000]).bytes();
    try (RawUpload upload = RawUpload.begin(server.url(), server.token(), path, whole.length)) {
      upload.send(Arrays.copyOf(whole, 200_000));
      Eventually.holds("the draft is there", () -> !archives().isEmpty());
      server.kill();
    }
    assertThat(archives()).as("left by the kill").hasSize(1);

    server.start();

    assertThat(archives()).isEmpty();
    Answer failed = server.call("GET", path, "");
    assertThat(failed.at("/upload_status").asText()).isEqualTo("failed");
    assertThat(failed.at("/upload_finished_reason").asText()).contains("The server stopped");
    assertThat(server.upload(path, whole.length, () -> new ByteArrayInputStream(whole)).status())
        .isEqualTo(200);
    assertThat(server.call("GET", path, "").at("/upload_status").asText()).isEqualTo("success");
  }

  @Test
  void a_push_that_one_token_never_finished_blocks_another_one_only_for_a_while() throws Exception {
    server.end();
    server =
        new ServerProcess(
            Files.createTempDirectory("bentoform-process"), "--transfer-timeout", "2");
    server.call("POST", REPOSITORIES, "{\"name\": \"big\"}");
    String path = announce("v1");
    Answer other = server.call("POST", "/api/v1/api_tokens", "{\"name\": \"other\"}");
    String token = other.at("/token").asText();
    byte[] whole = Tar.of(ArchiveKind.MODEL).file("./data", new byte[10]).bytes();

    assertThat(server.callAs(token, "PATCH", path + "/start_upload").status()).isEqualTo(409);

    Eventually.holds(
        "the other push may go on",
        () -> server.callAs(token, "PATCH", path + "/start_upload").status() == 200);
    assertThat(server.upload(path, whole.length, () -> new ByteArrayInputStream(whole)).status())
        .isEqualTo(200);
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> files = Files.list(server.data().resolve("archives"))) {
      return files.toList();
    }
  }

  /** The begin of a model with one large file, whose content is zeros. */
  private static byte[] head(String version, long size) {
    byte[] small = Tar.of(ArchiveKind.MODEL).file("./version", version).bytes();
    int used = 5 * 512;
    byte[] head = Arrays.copyOf(small, used + 512);
    byte[] header = new byte[512];
    TarArchiveEntry large = new TarArchiveEntry("./large", true);
    large.setSize(size);
    large.writeEntryHeader(header);
    System.arraycopy(header, 0, head, used, 512);
    return head;
  }

  private static InputStream archive(byte[] head, long zeros) {
    return new SequenceInputStream(
        Collections.enumeration(List.of(new ByteArrayInputStream(head), new Zeros(zeros))));
  }

  /** So many zeros: the content of a file, and the end mark. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long count) {
      this.left = count;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int read = (int) Math.min(left, length);
      Arrays.fill(buffer, offset, offset + read, (byte) 0);
      left -= read;
      return read == 0 && length > 0 ? -1 : read;
    }
  }
}
