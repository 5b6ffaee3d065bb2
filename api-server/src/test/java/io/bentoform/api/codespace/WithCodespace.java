package io.bentoform.api.codespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.http.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A codespace for each test, and the calls that change its files. */
abstract class WithCodespace {
  static final String DEPLOYMENTS = "/api/v2/deployments";
  static final TestServer SERVER = TestServer.running();
  final String name = "code-" + UUID.randomUUID().toString().substring(0, 8);
  private final String bento = "bare-" + name;
  final String files = DEPLOYMENTS + "/" + name + "/files";

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

  String deployment(String deployment, boolean dev) {
    return """
    {"name": "%s", "bento": "%s:v1", "dev": %s, "services": {}}
    """
        .formatted(deployment, bento, dev);
  }

  static String upload(String... pathsAndContents) {
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

  void put(String... pathsAndContents) {
    Answer answer = SERVER.call("POST", files, upload(pathsAndContents));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  Answer remove(String... paths) {
    ObjectNode body = Json.MAPPER.createObjectNode();
    List.of(paths).forEach(body.putArray("paths")::add);
    return SERVER.call("DELETE", files, body.toString());
  }

  List<String> list() {
    return SERVER.call("GET", files).texts("/files", "path");
  }

  Path folder() {
    String uid = get().at("/uid").asText();
    return SERVER.data().resolve("codespaces/projects").resolve(uid);
  }

  Answer get() {
    return SERVER.call("GET", DEPLOYMENTS + "/" + name);
  }

  void await(String pointer, String wanted) throws InterruptedException {
    Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
    while (!get().at(pointer).toString().contains(wanted)) {
      assertThat(Instant.now()).as(() -> wanted + ": " + get().body()).isBefore(deadline);
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
