package io.bentoform.api.bento;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.Tar;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bentos and models as the command line asks for them: each rule for both kinds. */
class ArtifactApiTest {
  private static final TestServer SERVER = TestServer.shared();

  @ParameterizedTest
  @EnumSource
  void a_version_is_announced_uploaded_and_downloaded_as_it_was(ArchiveKind kind) throws Exception {
    Push push = Push.announced(SERVER, kind);
    assertThat(push.status()).isEqualTo("pending");
    assertThat(push.patch("start_upload").at("/upload_status").asText()).isEqualTo("uploading");

    byte[] archive = Tar.of(kind).file("./data", new byte[70_000]).bytes();
    assertThat(push.upload(archive).status()).isEqualTo(200);

    Answer answer = push.get();
    assertThat(answer.at("/upload_status").asText()).isEqualTo("success");
    assertThat(answer.at("/resource_type").asText()).isEqualTo(kind.word());
    assertThat(answer.at("/name").asText()).isEqualTo("v1");
    assertThat(answer.at("/repository/name").asText()).isEqualTo(push.name());
    assertThat(answer.at("/build_at").asText()).isEqualTo("2026-11-01T10:11:12.000013Z");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> download =
          http.send(
              SERVER.request(push.path() + "/download").GET().build(), BodyHandlers.ofByteArray());
      assertThat(download.statusCode()).isEqualTo(200);
      assertThat(download.headers().firstValueAsLong("Content-Length")).hasValue(archive.length);
      assertThat(new ByteArrayInputStream(download.body())).hasBinaryContent(archive);
    }
  }

  @ParameterizedTest
  @EnumSource
  void addresses_are_never_presigned_so_the_client_goes_through_the_server(ArchiveKind kind) {
    Push push = Push.announced(SERVER, kind);

    for (String action : new String[] {"presign_upload_url", "presign_download_url"}) {
      Answer answer = push.patch(action);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.at("/transmission_strategy").asText()).isEqualTo("proxy");
      assertThat(answer.at("/presigned_upload_url").asText("x")).isEmpty();
      assertThat(answer.at("/presigned_download_url").asText("x")).isEmpty();
      assertThat(answer.at("/manifest/size_bytes").asInt()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_was_not_uploaded_cannot_be_downloaded(ArchiveKind kind) {
    Push push = Push.announced(SERVER, kind);

    Answer answer = SERVER.call("GET", push.path() + "/download");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.at("/detail").asText())
        .isEqualTo(
            "The %s %s has no archive yet: its upload is pending. Push it first."
                .formatted(kind.word(), push.tag()));
  }

  @ParameterizedTest
  @EnumSource
  void versions_are_listed_newest_first_and_found_by_words_and_labels(ArchiveKind kind) {
    Push first = Push.announced(SERVER, kind);
    first.version("v2").create("[{\"key\": \"stage\", \"value\": \"prod\"}]");
    first.version("w3").create("[{\"key\": \"stage\", \"value\": \"test\"}]");

    assertThat(versions(first, "")).isEqualTo("w3 v2 v1");
    assertThat(versions(first, "?start=1&count=1&q=")).isEqualTo("v2");
    assertThat(versions(first, "?search=v")).isEqualTo("v2 v1");
    assertThat(versions(first, "?q=v+2")).isEqualTo("v2");
    assertThat(versions(first, "?q=label%3Astage%3Dprod")).isEqualTo("v2");
    assertThat(versions(first, "?q=label%3Astage%3Dprod,stage%3Dtest")).isEqualTo("w3 v2");
    assertThat(versions(first, "?q=label%3Astage+label%3Astage%3Dtest")).isEqualTo("w3");
    assertThat(versions(first, "?q=sort%3Acreated_at-asc")).isEqualTo("v1 v2 w3");
    assertThat(SERVER.call("GET", first.versions() + "?count=1").at("/total").asInt()).isEqualTo(3);
    assertThat(SERVER.call("GET", first.versions() + "?q=color%3Ared").at("/detail").asText())
        .contains("asks for color");
    assertThat(
            SERVER
                .call("GET", first.repositories() + "/" + first.name())
                .at("/latest_" + kind.word() + "/version")
                .asText())
        .isEqualTo("w3");
  }

  private static String versions(Push push, String query) {
    return String.join(" ", SERVER.call("GET", push.versions() + query).texts("/items", "version"));
  }

  @ParameterizedTest
  @EnumSource
  void no_version_is_named_latest_because_that_asks_for_the_newest(ArchiveKind kind) {
    Push push = Push.announced(SERVER, kind);

    Answer refused = push.version("latest").create("[]");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly("/version");
    assertThat(refused.at("/detail").asText()).contains("newest", "Choose another");
    assertThat(versions(push, "")).isEqualTo("v1");
  }

  @ParameterizedTest
  @EnumSource
  void a_repository_without_any_version_has_no_list(ArchiveKind kind) {
    Push push = new Push(SERVER, kind, Push.announced(SERVER, kind).name() + "x", "v1");
    push.createRepository();

    Answer none = SERVER.call("GET", push.versions() + "?count=1");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.at("/detail").asText())
        .isEqualTo("There is no version of the %s %s yet.".formatted(kind.word(), push.name()));

    push.create("[]");
    assertThat(versions(push, "?count=1")).isEqualTo("v1");
    for (String query : new String[] {"?q=absent", "?start=1", "?count=0"}) {
      assertThat(SERVER.call("GET", push.versions() + query).status()).isEqualTo(200);
      assertThat(versions(push, query)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void what_is_said_of_a_version_with_an_archive_becomes_current_with_the_next_one(
      ArchiveKind kind) {
    Push push = Push.announced(SERVER, kind);
    push.upload(Tar.of(kind).bytes());
    String body =
        push.body("[{\"key\": \"a\", \"value\": \"b\"}]")
            .replace("\"size_bytes\": 3", "\"size_bytes\": 4")
            .replace("\"description\": \"text\"", "\"description\": \"other\"");

    Answer patched = SERVER.call("PATCH", push.path(), body);
    assertThat(said(patched)).isEqualTo("4 other [a]");
    assertThat(said(push.get())).isEqualTo("3 text []");
    assertThat(push.upload(new byte[0]).status()).isEqualTo(422);
    assertThat(said(push.get())).isEqualTo("3 text []");

    assertThat(push.upload(Tar.of(kind).file("./more", "x").bytes()).status()).isEqualTo(200);
    assertThat(said(push.get())).isEqualTo("4 other [a]");
    assertThat(push.upload(Tar.of(kind).bytes()).status()).isEqualTo(200);
    assertThat(said(push.get())).isEqualTo("4 other [a]");
  }

  private static String said(Answer answer) {
    return answer.at("/manifest/size_bytes").asInt()
        + " "
        + answer.at("/description").asText()
        + " "
        + answer.texts("/labels", "key");
  }

  @ParameterizedTest
  @EnumSource
  void labels_are_as_those_of_deployments(ArchiveKind kind) {
    Push push = Push.announced(SERVER, kind).version("v2");

    assertThat(
            push.create("[{\"key\": \"\", \"value\": \"b\"}, {\"key\": \"a\"}, null]").pointers())
        .containsExactly("/labels/0", "/labels/1", "/labels/2");
    String twice = "{\"key\": \"a\", \"value\": \"b\"}";
    assertThat(push.create("[" + twice + ", " + twice + "]").pointers())
        .containsExactly("/labels/1/key");
  }

  @ParameterizedTest
  @EnumSource
  void the_time_of_a_build_may_come_in_rfc_3339(ArchiveKind kind) {
    Push push = Push.announced(SERVER, kind).version("v2");
    String body = push.body("[]");
    String time = "2026-11-01 10:11:12.000013";

    assertThat(SERVER.call("POST", push.versions(), body.replace(time, "yesterday")).pointers())
        .containsExactly("/build_at");
    Answer created =
        SERVER.call("POST", push.versions(), body.replace(time, "2026-11-01T11:11:12+01:00"));
    assertThat(created.at("/build_at").asText()).isEqualTo("2026-11-01T10:11:12Z");
  }

  @ParameterizedTest
  @EnumSource
  void everything_is_listed_with_its_repository(ArchiveKind kind) {
    Push push = Push.announced(SERVER, kind);

    Answer all = SERVER.call("GET", "/api/v1/" + kind.word() + "s");

    assertThat(all.at("/items/0/repository/name").asText()).isEqualTo(push.name());
    assertThat(all.at("/items/0/repository").has("latest_" + kind.word())).isTrue();
    assertThat(SERVER.call("GET", push.repositories()).texts("/items", "name"))
        .contains(push.name());
  }

  @ParameterizedTest
  @EnumSource
  void a_version_exists_once_and_is_changed_by_a_patch(ArchiveKind kind) {
    Push push = Push.announced(SERVER, kind);

    Answer changed =
        SERVER.call("PATCH", push.path(), push.body("[{\"key\": \"a\", \"value\": \"b\"}]"));

    assertThat(changed.status()).isEqualTo(200);
    assertThat(push.get().texts("/labels", "key")).containsExactly("a");
  }

  @ParameterizedTest
  @EnumSource
  void a_version_is_created_again_unless_something_else_is_said_of_its_archive(ArchiveKind kind)
      throws Exception {
    Push push = Push.announced(SERVER, kind);
    String other = push.body("[]").replace("\"size_bytes\": 3", "\"size_bytes\": 4");

    assertThat(SERVER.call("POST", push.versions(), other).status()).isEqualTo(200);
    assertThat(push.get().at("/manifest/size_bytes").asInt()).isEqualTo(4);
    assertThat(push.create("[]").status()).isEqualTo(200);
    assertThat(push.upload(Tar.of(kind).bytes()).status()).isEqualTo(200);

    assertThat(push.create("[]").status()).isEqualTo(200);
    Answer refused = SERVER.call("POST", push.versions(), other);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/detail").asText()).contains(push.tag() + " already exists");
  }

  @ParameterizedTest
  @EnumSource
  void no_version_is_called_latest(ArchiveKind kind) {
    Answer refused = Push.announced(SERVER, kind).version("latest").create("[]");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly("/version");
  }

  @Test
  void a_bento_and_a_model_may_have_one_name() {
    Push model = Push.announced(SERVER, ArchiveKind.MODEL);
    Push bento = new Push(SERVER, ArchiveKind.BENTO, model.name(), "v1");

    assertThat(bento.get().status()).isEqualTo(404);
    assertThat(bento.createRepository().status()).isEqualTo(200);
    assertThat(bento.create("[]").status()).isEqualTo(200);
    assertThat(model.get().at("/resource_type").asText()).isEqualTo("model");
  }

  @ParameterizedTest
  @ValueSource(strings = {"module", "api_version", "bentoml_version", "size_bytes"})
  void a_model_without_what_the_client_reads_back_is_refused(String name) {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL).version("v2");
    String body = push.body("[]").replace("\"" + name + "\":", "\"other\":");

    Answer answer = SERVER.call("POST", push.versions(), body);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.pointers()).containsExactly("/manifest/" + name);
  }

  @Test
  void a_model_whose_maps_are_null_is_refused_for_the_client_cannot_read_them() {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL).version("v2");
    String body = push.body("[]").replace("\"metadata\": {}", "\"metadata\": null");

    assertThat(SERVER.call("POST", push.versions(), body).pointers())
        .containsExactly("/manifest/metadata");
  }

  @Test
  void a_hugging_face_model_is_complete_without_an_archive() {
    Push push = Push.announced(SERVER, ArchiveKind.MODEL).version("v2");
    String body =
        push.body("[]")
            .replace("\"metadata\": {}", "\"metadata\": {\"registry\": \"huggingface\"}");

    assertThat(SERVER.call("POST", push.versions(), body).status()).isEqualTo(200);

    assertThat(push.status()).isEqualTo("success");
    assertThat(SERVER.call("GET", push.path() + "/download").at("/detail").asText())
        .contains("its files are on Hugging Face");
  }

  @Test
  void a_bento_for_development_is_finished_without_an_archive_and_no_other_is() {
    Push push = Push.announced(SERVER, ArchiveKind.BENTO);
    assertThat(push.finish("success", "").status()).isEqualTo(409);
    assertThat(push.finish("failed", "no space").at("/upload_status").asText()).isEqualTo("failed");
    assertThat(push.finish("done", "").pointers()).containsExactly("/status");

    SERVER.call(
        "PATCH", push.path(), push.body("[]").replace("\"envs\"", "\"dev\": true, \"envs\""));
    Answer finished = push.finish("success", "bento for development");

    assertThat(finished.status()).isEqualTo(200);
    assertThat(finished.at("/upload_status").asText()).isEqualTo("success");
    assertThat(finished.at("/upload_finished_reason").asText()).isEqualTo("bento for development");
    assertThat(finished.at("/manifest/dev").asBoolean()).isTrue();
  }
}
