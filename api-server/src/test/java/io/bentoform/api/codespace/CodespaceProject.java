package io.bentoform.api.codespace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A codespace, made and changed by the calls of {@code bentoml code}. */
public record CodespaceProject(TestServer server, String name) {
  private static final String DEPLOYMENTS = "/api/v2/deployments";

  public void create() {
    server.call(
        "POST",
        "/api/v1/bento_repositories",
        "{\"name\": \"%s\", \"description\": \"\"}".formatted(bento()));
    Answer made =
        server.call(
            "POST",
            "/api/v1/bento_repositories/" + bento() + "/bentos",
            """
            {"description": "", "version": "v1", "build_at": "2026-11-01 10:11:12.000013",
             "labels": [], "manifest": {"service": "service:Sample", "bentoml_version": "1.4.39",
               "size_bytes": 1, "entry_service": "Sample", "dev": true,
               "services": [{"name": "Sample", "service": ""}]}}
            """);
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    Answer codespace = server.call("POST", DEPLOYMENTS, deployment(name, true));
    assertThat(codespace.status()).as(codespace.body()).isEqualTo(200);
  }

  public void delete() {
    server.call("DELETE", DEPLOYMENTS + "/" + name);
  }

  public void put(String... pathsAndContents) {
    Answer answer = server.call("POST", files(), upload(pathsAndContents));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private String bento() {
    return "bare-" + name;
  }

  String files() {
    return DEPLOYMENTS + "/" + name + "/files";
  }

  String deployment(String deployment, boolean dev) {
    return """
    {"name": "%s", "bento": "%s:v1", "dev": %s, "services": {}}
    """
        .formatted(deployment, bento(), dev);
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
}
