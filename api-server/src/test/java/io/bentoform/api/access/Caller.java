package io.bentoform.api.access;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Uid;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

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

  /**
   * A caller of a new user, who is no administrator, with a token for all that such a user may do.
   * There is no route yet that makes users.
   */
  public static Caller ofNewUser(TestServer server, String name) {
    Hidden value = Token.next();
    String uid =
        server
            .database()
            .inTransaction(
                execute -> {
                  execute.insert(
                      """
                      INSERT INTO user_account (uid, organization_id, name, email, created_at)
                      SELECT ?, id, ?, 'x@localhost', '2026-01-01' FROM organization
                      """,
                      Uid.next(),
                      name);
                  long id =
                      execute
                          .get("SELECT id FROM user_account WHERE name = ?", name)
                          .map(row -> Columns.number(row, "id"))
                          .orElseThrow();
                  TokenStore.Draft draft =
                      new TokenStore.Draft(Uid.next(), "t", "", List.of(Scope.API), null);
                  new TokenStore(server.database())
                      .insert(
                          execute,
                          new User(id, name, "x@localhost", "", ""),
                          draft,
                          value,
                          Instant.now());
                  return draft.uid();
                });
    return new Caller(server, uid, value.reveal());
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
