package io.bentoform.api.bento;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.archive.ArchiveKind;
import java.util.UUID;

/** One version of a bento or a model, pushed by the calls of the command line. */
public record Push(TestServer server, ArchiveKind kind, String name, String version) {
  static final String MODEL_MANIFEST =
      """
      {"module": "", "api_version": "v1", "bentoml_version": "1.4.39", "size_bytes": 3,
       "metadata": {}, "context": {}, "options": {}}
      """;
  static final String BENTO_MANIFEST =
      """
      {"service": "service:X", "bentoml_version": "1.4.39", "size_bytes": 3, "models": [],
       "services": [{"name": "X", "service": ""}], "envs": [], "schema": {}}
      """;

  /** A version of a name of its own, announced. */
  public static Push announced(TestServer server, ArchiveKind kind) {
    String name = "n" + UUID.randomUUID().toString().substring(0, 12);
    Push push = new Push(server, kind, name, "v1");
    push.createRepository();
    assertThat(push.create("[]").status()).isEqualTo(200);
    return push;
  }

  String repositories() {
    return "/api/v1/" + kind.word() + "_repositories";
  }

  public String versions() {
    return repositories() + "/" + name + "/" + kind.word() + "s";
  }

  public String path() {
    return versions() + "/" + version;
  }

  public String tag() {
    return name + ":" + version;
  }

  Answer createRepository() {
    return server.call("POST", repositories(), "{\"name\": \"%s\"}".formatted(name));
  }

  Answer create(String labels) {
    return server.call("POST", versions(), body(labels));
  }

  public String body(String labels) {
    String manifest = kind == ArchiveKind.MODEL ? MODEL_MANIFEST : BENTO_MANIFEST;
    return """
    {"description": "text", "version": "%s", "build_at": "2026-11-01 10:11:12.000013",
     "labels": %s, "manifest": %s}
    """
        .formatted(version, labels, manifest);
  }

  public Push version(String other) {
    return new Push(server, kind, name, other);
  }

  public Answer get() {
    return server.call("GET", path());
  }

  Answer patch(String action) {
    return server.call("PATCH", path() + "/" + action);
  }

  public Answer upload(byte[] archive) {
    return server.send(
        server.request(path() + "/upload").header("Content-Type", "application/octet-stream"),
        "PUT",
        archive);
  }

  Answer finish(String status, String reason) {
    return server.call(
        "PATCH",
        path() + "/finish_upload",
        "{\"status\": \"%s\", \"reason\": \"%s\"}".formatted(status, reason));
  }

  String status() {
    return get().at("/upload_status").asText();
  }

  String reason() {
    return get().at("/upload_finished_reason").asText();
  }
}
