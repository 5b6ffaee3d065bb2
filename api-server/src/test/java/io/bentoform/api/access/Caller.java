package io.bentoform.api.access;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.nio.charset.StandardCharsets;

/** Calls the server with a token of its own. */
public record Caller(TestServer server, String uid, String token) {

  /** A caller whose token has these scopes, in JSON. */
  public static Caller with(TestServer server, String name, String scopes) {
    Answer created =
        server.call(
            "POST",
            "/api/v1/api_tokens",
            "{\"name\": \"%s\", \"scopes\": %s}".formatted(name, scopes));
    if (created.status() != 200) {
      throw new IllegalStateException(created.body());
    }
    return new Caller(server, created.at("/uid").asText(), created.at("/token").asText());
  }

  public Answer call(String method, String path) {
    return call(method, path, "");
  }

  public Answer call(String method, String path, String body) {
    return server.send(
        server
            .anonymous(path)
            .header("X-YATAI-API-TOKEN", token)
            .header("Content-Type", "application/json"),
        method,
        body.getBytes(StandardCharsets.UTF_8));
  }
}
