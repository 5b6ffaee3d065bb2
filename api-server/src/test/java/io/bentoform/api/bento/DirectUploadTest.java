package io.bentoform.api.bento;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.Tar;
import io.bentoform.api.bento.store.TestS3;
import io.bentoform.api.db.TestDatabase;
import io.bentoform.api.files.PrivateFiles;
import io.bentoform.api.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Archives in a bucket of S3, of two servers on one database: one has clients bring and fetch them
 * with presigned addresses, the other one moves them itself.
 */
class DirectUploadTest {
  private static final int PART = 5 << 20;

  private static Path folder;
  private static TestS3 s3;
  private static TestDatabase database;
  private static TestServer server;
  private static TestServer proxy;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    folder = Files.createTempDirectory("bentoform-s3");
    s3 = new TestS3(folder.resolve("s3"));
    database = TestDatabase.in(folder.resolve("database"));
    Map<String, String> environment = new HashMap<>(s3.environment());
    environment.put("BENTOFORM_DATABASE_URL", database.address().url());
    environment.put("BENTOFORM_DATABASE_PASSWORD", database.address().password().reveal());
    environment.put("BENTOFORM_ROOT_KEY", Base64.getEncoder().encodeToString(new byte[32]));
    environment.put("BENTOFORM_ENGINE", "none");
    environment.put("BENTOFORM_TRASH_DAYS", "0");
    server = TestServer.with(folder.resolve("one"), environment);
    proxy = TestServer.with(folder.resolve("two"), environment, "--archive-transfer", "proxy");
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
    proxy.close();
    server.close();
    database.close();
    s3.close();
    PrivateFiles.delete(folder);
  }

  /** An archive of some more than two parts. */
  private static byte[] archive(ArchiveKind kind, Push push) {
    byte[] content = new byte[2 * PART];
    new Random(push.name().hashCode()).nextBytes(content);
    return Tar.of(kind).file("./data", content).bytes();
  }

  private static HttpResponse<String> put(String address, byte[] content) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(address))
            .PUT(BodyPublishers.ofByteArray(content))
            .build(),
        BodyHandlers.ofString());
  }

  private static byte[] get(String address) throws Exception {
    HttpResponse<byte[]> answer =
        http.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofByteArray());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private static byte[] download(TestServer from, Push push) throws Exception {
    return http.send(
            from.request(push.path() + "/download").GET().build(), BodyHandlers.ofByteArray())
        .body();
  }

  private static Answer call(Push push, String action, String body) {
    return push.server().call("PATCH", push.path() + "/" + action, body);
  }

  /** Uploads all parts as the command line does, and answers the body that completes the upload. */
  private static String uploadParts(Push push, byte[] archive) throws Exception {
    String id = push.patch("start_multipart_upload").at("/upload_id").asText();
    List<String> parts = new ArrayList<>();
    for (int begin = 0; begin < archive.length; begin += PART) {
      int number = parts.size() + 1;
      Answer presigned =
          call(
              push,
              "presign_multipart_upload_url",
              "{\"upload_id\": \"%s\", \"part_number\": %d}".formatted(id, number));
      assertThat(presigned.status()).as(presigned.body()).isEqualTo(200);
      HttpResponse<String> stored =
          put(
              presigned.at("/presigned_upload_url").asText(),
              Arrays.copyOfRange(archive, begin, Math.min(archive.length, begin + PART)));
      assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
      String etag = stored.headers().firstValue("ETag").orElseThrow().replace("\"", "\\\"");
      parts.add("{\"part_number\": %d, \"etag\": \"%s\"}".formatted(number, etag));
    }
    return "{\"upload_id\": \"%s\", \"parts\": [%s]}".formatted(id, String.join(", ", parts));
  }

  private static String object(byte[] archive) {
    return "archives/" + DigestUtils.sha256Hex(archive) + ".tar";
  }

  @ParameterizedTest
  @EnumSource
  void an_archive_in_presigned_parts_is_checked_and_then_the_one_of_its_version(ArchiveKind kind)
      throws Exception {
    Push push = Push.announced(server, kind);
    byte[] archive = archive(kind, push);
    assertThat(push.get().at("/transmission_strategy").asText()).isEqualTo("presigned_url");
    assertThat(push.patch("start_upload").at("/upload_status").asText()).isEqualTo("uploading");
    String parts = uploadParts(push, archive);
    assertThat(push.status()).isEqualTo("uploading");
    assertThat(push.get().at("/digest").isNull()).isTrue();

    Answer completed = call(push, "complete_multipart_upload", parts);

    assertThat(completed.status()).as(completed.body()).isEqualTo(200);
    assertThat(push.finish("success", "").status()).isEqualTo(200);
    assertThat(push.status()).isEqualTo("success");
    assertThat(push.get().at("/digest").asText()).isEqualTo(DigestUtils.sha256Hex(archive));
    assertThat(s3.objects()).contains(object(archive)).noneMatch(key -> key.contains("uploads/"));
    String address = push.patch("presign_download_url").at("/presigned_download_url").asText();
    assertThat(address).contains("X-Amz-Expires=3600").doesNotContain(TestS3.secret());
    assertThat(get(address)).isEqualTo(archive);
    assertThat(download(proxy, push)).as("through another server").isEqualTo(archive);
    assertThat(call(push, "complete_multipart_upload", parts).status()).isEqualTo(409);
  }

  @Test
  void an_address_is_for_its_archive_alone() throws Exception {
    Push push = Push.announced(server, ArchiveKind.MODEL);
    push.upload(Tar.of(ArchiveKind.MODEL).file("./name", push.name()).bytes());
    String address = push.patch("presign_download_url").at("/presigned_download_url").asText();

    String other = address.replace(push.get().at("/digest").asText(), "0".repeat(64));

    assertThat(put(other, new byte[1]).statusCode()).isEqualTo(403);
    assertThat(put(address, new byte[1]).statusCode()).isEqualTo(403);
  }

  @ParameterizedTest
  @EnumSource
  void a_bad_archive_in_presigned_parts_is_refused_and_removed(ArchiveKind kind) throws Exception {
    Push push = Push.announced(server, kind);
    byte[] good = Tar.of(kind).file("./name", push.name()).bytes();
    push.upload(good);
    byte[] bad = Tar.of(kind).link("./link", "../../etc/passwd").bytes();

    Answer refused = call(push, "complete_multipart_upload", uploadParts(push, bad));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/detail").asText())
        .startsWith("The archive of the %s %s has an entry".formatted(kind.word(), push.tag()))
        .endsWith("It is not used; push it again.");
    assertThat(push.finish("failed", "refused").status()).isEqualTo(200);
    assertThat(push.status()).isEqualTo("failed");
    assertThat(s3.objects())
        .doesNotContain(object(bad))
        .contains(object(good))
        .noneMatch(key -> key.contains("uploads/"));
    assertThat(download(server, push)).isEqualTo(good);
  }

  @Test
  void parts_that_are_missing_or_unknown_are_refused() throws Exception {
    Push push = Push.announced(server, ArchiveKind.MODEL);
    String whole = uploadParts(push, archive(ArchiveKind.MODEL, push));
    String wrong = whole.replaceAll("\"etag\": \"[^,]*\"}", "\"etag\": \"x\"}");

    assertThat(call(push, "complete_multipart_upload", wrong).pointers()).containsExactly("/parts");
    assertThat(push.status()).isEqualTo("failed");
    Push other = Push.announced(server, ArchiveKind.MODEL);
    assertThat(call(other, "complete_multipart_upload", whole).status()).isEqualTo(409);
    String id = other.patch("start_multipart_upload").at("/upload_id").asText();
    assertThat(
            call(
                    other,
                    "presign_multipart_upload_url",
                    "{\"upload_id\": \"%s\", \"part_number\": 10001}".formatted(id))
                .pointers())
        .containsExactly("/part_number");
    assertThat(other.finish("failed", "given up").status()).isEqualTo(200);
    Eventually.holds("its parts are gone", () -> s3.uploads() == 0);
  }

  @ParameterizedTest
  @EnumSource
  void an_archive_by_one_presigned_address_is_checked_when_the_client_ends_the_upload(
      ArchiveKind kind) throws Exception {
    Push push = Push.announced(server, kind);
    byte[] archive = Tar.of(kind).file("./name", push.name()).bytes();
    push.patch("presign_upload_url");
    assertThat(push.finish("success", "").status()).as("nothing has come").isEqualTo(409);

    String address = push.patch("presign_upload_url").at("/presigned_upload_url").asText();
    push.patch("start_upload");
    assertThat(put(address, archive).statusCode()).isEqualTo(200);
    assertThat(push.finish("success", "").at("/upload_status").asText()).isEqualTo("success");

    assertThat(download(server, push)).isEqualTo(archive);
    assertThat(s3.objects()).noneMatch(key -> key.contains("uploads/"));
    address = push.patch("presign_upload_url").at("/presigned_upload_url").asText();
    assertThat(put(address, "no tar".getBytes(StandardCharsets.UTF_8)).statusCode()).isEqualTo(200);
    assertThat(push.finish("success", "").status()).isEqualTo(422);
    assertThat(push.status()).isEqualTo("failed");
  }

  @ParameterizedTest
  @EnumSource
  void an_archive_through_the_server_is_there_on_all_servers(ArchiveKind kind) throws Exception {
    Push push = Push.announced(proxy, kind);
    byte[] archive = archive(kind, push);
    assertThat(push.get().at("/transmission_strategy").asText()).isEqualTo("proxy");

    assertThat(push.upload(archive).status()).isEqualTo(200);

    assertThat(push.status()).isEqualTo("success");
    assertThat(s3.objects()).contains(object(archive)).noneMatch(key -> key.contains("uploads/"));
    assertThat(download(server, push)).isEqualTo(archive);
    byte[] bad = Arrays.copyOf(archive, 2 * PART);
    assertThat(push.upload(bad).status()).isEqualTo(422);
    assertThat(s3.objects()).doesNotContain(object(bad));
    assertThat(s3.uploads()).isZero();
  }

  @Test
  void an_archive_that_is_pushed_over_is_removed_by_any_server() throws Exception {
    Push push = Push.announced(server, ArchiveKind.MODEL);
    byte[] before = Tar.of(ArchiveKind.MODEL).file("./before", push.name()).bytes();
    push.upload(before);

    push.upload(Tar.of(ArchiveKind.MODEL).file("./after", push.name()).bytes());

    Eventually.holds(
        "the old archive is gone",
        () -> {
          sweep(proxy);
          return !s3.objects().contains(object(before));
        });
  }

  /** Deletes a version, after which a server sweeps. */
  private static void sweep(TestServer by) {
    Push push = Push.announced(by, ArchiveKind.MODEL);
    assertThat(by.call("DELETE", push.path()).status()).isEqualTo(200);
  }

  private static void sql(String statement, Object... values) {
    server.database().inTransactionDo(execute -> execute.update(statement, values));
  }

  @Test
  void what_another_server_is_about_to_publish_is_not_removed() throws Exception {
    Push push = Push.announced(server, ArchiveKind.MODEL);
    byte[] archive = Tar.of(ArchiveKind.MODEL).file("./name", push.name()).bytes();
    push.upload(archive);
    String digest = DigestUtils.sha256Hex(archive);
    sql(
        """
        INSERT INTO artifact_upload (attempt, artifact_id, server_id, archive_digest, description,
                                     manifest, labels, begun_at)
        VALUES (?, 0, ?, ?, '', '{}', '[]', NOW(6))
        """,
        push.name(),
        "another-server",
        digest);
    assertThat(server.call("DELETE", push.path()).status()).isEqualTo(200);
    byte[] other = Tar.of(ArchiveKind.MODEL).file("./other", push.name()).bytes();
    Push replaced = Push.announced(server, ArchiveKind.MODEL);
    replaced.upload(other);
    assertThat(server.call("DELETE", replaced.path()).status()).isEqualTo(200);

    Eventually.holds(
        "a sweep has removed something",
        () -> {
          sweep(proxy);
          return !s3.objects().contains(object(other));
        });

    assertThat(s3.objects()).contains(object(archive));
    sql(
        "UPDATE artifact_upload SET begun_at = NOW(6) - INTERVAL 1 DAY WHERE attempt = ?",
        push.name());
    Eventually.holds(
        "the other server is gone",
        () -> {
          sweep(proxy);
          return !s3.objects().contains(object(archive));
        });
  }

  @Test
  void an_upload_that_its_client_never_ends_is_given_up_after_a_day() throws Exception {
    Push push = Push.announced(server, ArchiveKind.MODEL);
    String whole = uploadParts(push, archive(ArchiveKind.MODEL, push));
    String id = Json.read(whole, JsonNode.class).get("upload_id").asText();
    sql("UPDATE artifact_upload SET begun_at = NOW(6) - INTERVAL 25 HOUR WHERE attempt = ?", id);

    sweep(proxy);

    Eventually.holds("it has failed", () -> push.status().equals("failed"));
    assertThat(push.reason()).contains("not finished in time");
    Eventually.holds("its parts are gone", () -> s3.uploads() == 0);
    assertThat(call(push, "complete_multipart_upload", whole).status()).isEqualTo(409);
  }

  @Test
  void while_the_bucket_is_away_requests_are_503_and_later_they_work_again() throws Exception {
    Push push = Push.announced(server, ArchiveKind.MODEL);
    byte[] archive = Tar.of(ArchiveKind.MODEL).file("./name", push.name()).bytes();
    push.upload(archive);
    s3.stop();
    try {
      for (Answer away :
          List.of(
              server.call("GET", push.path() + "/download"),
              push.upload(archive),
              push.patch("start_multipart_upload"))) {
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.contentType()).isEqualTo("application/problem+json");
        assertThat(away.body())
            .contains("s3://models/archives", "does not answer")
            .doesNotContain(TestS3.secret(), "software.amazon", "test-access-key");
      }
      assertThat(push.status()).isEqualTo("failed");
    } finally {
      s3.start();
    }
    assertThat(push.upload(archive).status()).isEqualTo(200);
    assertThat(download(server, push)).isEqualTo(archive);
  }
}
