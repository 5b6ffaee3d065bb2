package io.bentoform.api.bento;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.access.Caller;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.Tar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of archives, good and bad ones, and of uploads that break. */
class UploadTest {
  private static final TestServer SERVER = TestServer.shared();

  private static byte[] archive(ArchiveKind kind, String content) {
    return Tar.of(kind).file("./data", content).bytes();
  }

  static Stream<Arguments> bad() {
    Tar good = Tar.of(ArchiveKind.BENTO).file("./src/data", new byte[5000]);
    return Stream.of(
        Arguments.of("is cut off, or claims files larger than itself: src/data", good.first(4000)),
        Arguments.of("leads out of the bento", bento().file("/etc/evil", "x").bytes()),
        Arguments.of("leads out of the bento", bento().file("./../evil", "x").bytes()),
        Arguments.of("leads out of the bento", bento().link("./link", "/etc/passwd").bytes()),
        Arguments.of(
            "is not a file, folder or link",
            bento().special("./device", "", TarConstants.LF_CHR).bytes()),
        Arguments.of("contains no bento.yaml", archive(ArchiveKind.MODEL, "x")),
        Arguments.of("is compressed with gzip", new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0}),
        Arguments.of(
            "is not a readable tar", "<html>".repeat(200).getBytes(StandardCharsets.UTF_8)),
        Arguments.of("has no end mark", new byte[0]));
  }

  private static Tar bento() {
    return Tar.of(ArchiveKind.BENTO);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void a_bad_archive_is_refused_and_the_one_before_it_stays_in_use(String why, byte[] bad)
      throws IOException {
    Push push = Push.announced(SERVER, ArchiveKind.BENTO);
    byte[] good = archive(ArchiveKind.BENTO, push.name());
    assertThat(push.upload(good).status()).isEqualTo(200);
    Set<Path> before = files();

    Answer refused = push.upload(bad);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.contentType()).isEqualTo("application/problem+json");
    assertThat(refused.at("/detail").asText())
        .startsWith("The archive of the bento " + push.tag() + " ")
        .contains(why)
        .endsWith("It is not used; push it again.");
    assertThat(push.status()).isEqualTo("failed");
    assertThat(push.reason()).isEqualTo(refused.at("/detail").asText());
    assertThat(SERVER.call("GET", push.path() + "/download").status()).isEqualTo(200);
    assertThat(files()).isEqualTo(before);
    assertThat(push.upload(good).status()).isEqualTo(200);
    assertThat(push.status()).isEqualTo("success");
    assertThat(push.reason()).isEmpty();
  }

  @Test
  void an_archive_of_unknown_length_is_refused() throws Exception {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL);

    try (HttpClient http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              SERVER
                  .request(push.path() + "/upload")
                  .version(HttpClient.Version.HTTP_1_1)
                  .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[1000])))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(411);
      assertThat(answer.body()).contains("Content-Length");
    }
  }

  @Test
  void an_archive_that_is_announced_too_large_is_refused_before_it_comes() throws IOException {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL);

    try (RawUpload upload = RawUpload.begin(push, (16L << 30) + 1)) {
      assertThat(upload.answer()).startsWith("HTTP/1.1 413 ").contains("setting archive-bytes");
    }

    assertThat(push.status()).isEqualTo("failed");
    assertThat(push.reason()).contains("17179869185 bytes");
  }

  @Test
  void a_push_that_is_cut_leaves_no_half_file_and_is_taken_up_again() throws Exception {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL);
    push.patch("start_upload");
    byte[] whole = Tar.of(ArchiveKind.MODEL).file("./data", new byte[300_000]).bytes();
    Set<Path> before = files();
    try (RawUpload upload = RawUpload.begin(push, whole.length)) {
      upload.send(Arrays.copyOf(whole, 200_000));
      Eventually.holds("the draft is there", () -> files().size() > before.size());
    }

    Eventually.holds("the upload is failed", () -> push.status().equals("failed"));

    assertThat(push.reason()).contains("interrupted");
    assertThat(files()).isEqualTo(before);
    assertThat(SERVER.call("GET", push.path() + "/download").at("/detail").asText())
        .contains("its upload is failed");
    assertThat(push.upload(whole).status()).isEqualTo(200);
    assertThat(push.status()).isEqualTo("success");
  }

  @Test
  void a_body_that_ends_early_is_told_so() throws IOException {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL);
    byte[] whole = Tar.of(ArchiveKind.MODEL).file("./data", new byte[30_000]).bytes();

    try (RawUpload upload = RawUpload.begin(push, whole.length)) {
      upload.send(Arrays.copyOf(whole, 20_000));
      upload.endOutput();
      assertThat(upload.answer()).startsWith("HTTP/1.1 400 ").contains("The body ended early.");
    }
  }

  @Test
  void the_same_content_pushed_by_four_clients_at_once_is_stored_once() throws Exception {
    Push first = Push.announced(SERVER, ArchiveKind.MODEL);
    byte[] content = archive(ArchiveKind.MODEL, first.name().repeat(200_000));
    List<Push> pushes = new ArrayList<>(List.of(first, first));
    for (String version : List.of("v2", "v3")) {
      Push push = first.version(version);
      assertThat(push.create("[]").status()).isEqualTo(200);
      pushes.add(push);
    }
    Set<Path> before = files();

    assertThat(atOnce(pushes, content)).containsOnly(200);

    assertThat(pushes).allMatch(push -> push.status().equals("success"));
    assertThat(files()).hasSize(before.size() + 1);
  }

  @Test
  void of_two_pushes_of_one_version_at_once_one_wins_whole() throws Exception {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL);
    byte[] one = archive(ArchiveKind.MODEL, "1".repeat(3_000_000));
    byte[] two = archive(ArchiveKind.MODEL, "2".repeat(3_000_000));

    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Answer> first = threads.submit(() -> push.upload(one));
      Future<Answer> second = threads.submit(() -> push.upload(two));
      assertThat(first.get().status()).isEqualTo(200);
      assertThat(second.get().status()).isEqualTo(200);
    }

    assertThat(push.status()).isEqualTo("success");
    String download = SERVER.call("GET", push.path() + "/download").body();
    assertThat(List.of(text(one), text(two))).contains(download);
  }

  private static Answer describe(Push push, String stage) {
    String labels = "[{\"key\": \"stage\", \"value\": \"%s\"}]".formatted(stage);
    return SERVER.call("PATCH", push.path(), push.body(labels));
  }

  private static void isWhole(Push push, String stage, byte[] archive) {
    assertThat(push.get().at("/labels/0/value").asText()).isEqualTo(stage);
    assertThat(SERVER.call("GET", push.path() + "/download").body()).isEqualTo(text(archive));
  }

  @ParameterizedTest
  @EnumSource
  void what_is_said_of_a_version_stays_with_its_own_archive_when_two_push_at_once(ArchiveKind kind)
      throws Exception {
    Push push = Push.announced(SERVER, kind);
    byte[] one = archive(kind, "1".repeat(3_000));
    byte[] two = archive(kind, "2".repeat(3_000));

    describe(push, "one");
    try (RawUpload slow = RawUpload.begin(push, one.length)) {
      slow.send(Arrays.copyOf(one, 600));
      Eventually.holds("the first began", () -> push.status().equals("uploading"));
      describe(push, "two");
      assertThat(push.upload(two).status()).isEqualTo(200);
      isWhole(push, "two", two);
      slow.send(Arrays.copyOfRange(one, 600, one.length));
      assertThat(slow.answer()).startsWith("HTTP/1.1 200 ");
    }
    isWhole(push, "one", one);

    try (RawUpload slow = RawUpload.begin(push, two.length)) {
      slow.send(Arrays.copyOf(two, 600));
      Eventually.holds("it began", () -> push.status().equals("uploading"));
      describe(push, "three");
      slow.send(Arrays.copyOfRange(two, 600, two.length));
      assertThat(slow.answer()).startsWith("HTTP/1.1 200 ");
    }
    byte[] three = archive(kind, "3".repeat(3_000));
    assertThat(push.upload(three).status()).isEqualTo(200);
    isWhole(push, "three", three);
  }

  @Test
  void an_archive_is_refused_when_another_token_described_the_version_meanwhile() {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL);
    Caller other = Caller.with(SERVER, "push-" + push.name(), "[\"write_organization\"]");
    byte[] archive = archive(ArchiveKind.MODEL, push.name());
    assertThat(other.call("PATCH", push.path(), push.body("[]")).status()).isEqualTo(200);

    for (Answer refused : List.of(push.patch("start_upload"), push.upload(archive))) {
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.at("/detail").asText()).contains(push.tag(), "push again with --force");
    }

    assertThat(describe(push, "mine").status()).isEqualTo(200);
    assertThat(push.patch("start_upload").status()).isEqualTo(200);
    assertThat(push.upload(archive).status()).isEqualTo(200);
    isWhole(push, "mine", archive);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void a_push_that_fails_late_does_not_speak_for_the_one_that_began_after_it() throws Exception {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL);
    byte[] good = archive(ArchiveKind.MODEL, push.name());
    try (RawUpload slow = RawUpload.begin(push, good.length)) {
      slow.send(Arrays.copyOf(good, 600));
      Eventually.holds("the slow one began", () -> push.status().equals("uploading"));
      assertThat(push.upload(good).status()).isEqualTo(200);
      slow.send("x".repeat(good.length - 600).getBytes(StandardCharsets.UTF_8));
      assertThat(slow.answer()).startsWith("HTTP/1.1 422 ");
    }

    assertThat(push.status()).isEqualTo("success");
    assertThat(push.reason()).isEmpty();
  }

  @Test
  void an_upload_that_goes_on_speaks_for_itself_alone() throws Exception {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL);
    byte[] good = archive(ArchiveKind.MODEL, push.name());
    try (RawUpload upload = RawUpload.begin(push, good.length)) {
      upload.send(Arrays.copyOf(good, 600));
      Eventually.holds("it began", () -> push.status().equals("uploading"));

      assertThat(push.patch("start_upload").at("/upload_status").asText()).isEqualTo("uploading");
      Answer finished = push.finish("failed", "given up");
      assertThat(finished.status()).isEqualTo(409);
      assertThat(finished.at("/detail").asText()).contains(push.tag() + " is being uploaded");

      upload.send("x".repeat(good.length - 600).getBytes(StandardCharsets.UTF_8));
      assertThat(upload.answer()).startsWith("HTTP/1.1 422 ");
    }

    assertThat(push.status()).isEqualTo("failed");
    assertThat(push.finish("failed", "given up").status()).isEqualTo(200);
  }

  @Test
  void the_answer_to_a_refused_upload_is_got_to_however_long_that_is() throws IOException {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL);
    int length = 64 << 20;

    try (RawUpload upload = RawUpload.begin(push, length)) {
      upload.send(new byte[length]);
      assertThat(upload.answer()).startsWith("HTTP/1.1 422 ");
    }
  }

  @Test
  void an_archive_that_is_pushed_over_is_removed_when_nothing_needs_it() throws Exception {
    Push push = pushOver();

    assertThat(SERVER.call("GET", push.path() + "/download").body()).contains("after");
  }

  /** Pushes over an archive that nothing needs, and waits until it is removed. */
  private static Push pushOver() throws Exception {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL);
    Set<Path> before = files();
    push.upload(archive(ArchiveKind.MODEL, push.name() + " before"));
    Path old = added(before);
    push.upload(archive(ArchiveKind.MODEL, push.name() + " after"));
    Eventually.holds("the old archive is gone", () -> !Files.exists(old));
    return push;
  }

  @Test
  void an_archive_that_is_pushed_over_stays_while_a_revision_needs_it() throws Exception {
    Push push = Push.announced(SERVER, ArchiveKind.BENTO);
    Set<Path> before = files();
    push.upload(archive(ArchiveKind.BENTO, push.name() + " before"));
    Path old = added(before);
    Answer deployed =
        SERVER.call(
            "POST",
            "/api/v2/deployments",
            """
            {"name": "%s", "bento": "%s", "services": {"X": {"scaling": {"min_replicas": 0}}}}
            """
                .formatted(push.name(), push.tag()));
    assertThat(deployed.status()).as(deployed.body()).isEqualTo(200);

    push.upload(archive(ArchiveKind.BENTO, push.name() + " after"));
    // The next sweep shows that the one before it has left the old archive.
    pushOver();
    assertThat(old).exists();

    SERVER.call("DELETE", "/api/v2/deployments/" + push.name());
    Eventually.holds(
        "the deployment is gone",
        () -> SERVER.call("GET", "/api/v2/deployments/" + push.name()).status() == 404);
    pushOver();
    Eventually.holds("the old archive is gone", () -> !Files.exists(old));
  }

  private static Path added(Set<Path> before) throws IOException {
    Set<Path> added = files();
    added.removeAll(before);
    assertThat(added).hasSize(1);
    return added.iterator().next();
  }

  private static List<Integer> atOnce(List<Push> pushes, byte[] content) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(pushes.size())) {
      List<Future<Answer>> answers =
          pushes.stream().map(push -> threads.submit(() -> push.upload(content))).toList();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Answer> answer : answers) {
        statuses.add(answer.get().status());
      }
      return statuses;
    }
  }

  /** All that lies in the folder of archives, drafts too. */
  private static Set<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(SERVER.data().resolve("archives"))) {
      return files.collect(Collectors.toSet());
    }
  }
}
