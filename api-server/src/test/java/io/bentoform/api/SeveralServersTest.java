package io.bentoform.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.access.Caller;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one database: it does not matter which of them a client reaches. */
class SeveralServersTest {
  private static final String LOGIN = "/api/v1/auth/";

  private static ServerGroup group;
  private static TestServer one;
  private static TestServer other;

  @BeforeAll
  static void start(@TempDir Path folder) {
    group = ServerGroup.in(folder, "127.0.0.1");
    one = TestServer.of(group, "one");
    other = TestServer.of(group, "other");
  }

  @AfterAll
  static void end() {
    other.close();
    one.close();
    group.close();
  }

  private static Answer anonymous(TestServer server, String path) {
    return server.send(server.anonymous(path), "GET", new byte[0]);
  }

  @Test
  void a_login_may_ask_one_server_and_be_approved_and_answered_by_the_other() {
    String code = anonymous(one, LOGIN + "code").at("/code").asText();

    Answer approved =
        other.call("POST", LOGIN + "login_request", "{\"code\": \"%s\"}".formatted(code));
    Answer handed = anonymous(one, LOGIN + "token?code=" + code);

    assertThat(approved.status()).as(approved.body()).isEqualTo(200);
    assertThat(handed.status()).isEqualTo(200);
    assertThat(
            new Caller(other, "", handed.at("/token").asText())
                .call("GET", LOGIN + "current")
                .status())
        .isEqualTo(200);
    assertThat(anonymous(other, LOGIN + "token?code=" + code).at("/type").asText())
        .as("handed out once, by any")
        .endsWith("code_spent");
  }

  @Test
  void a_token_that_is_revoked_on_one_server_soon_opens_nothing_on_the_other() throws Exception {
    Caller caller = Caller.with(one, "revoked", "[\"api\"]");
    Caller there = new Caller(other, caller.uid(), caller.token());
    assertThat(there.call("GET", "/api/v1/auth/current").status()).isEqualTo(200);

    one.call("DELETE", "/api/v1/api_tokens/" + caller.uid());

    Eventually.holds(
        "it is not remembered", () -> there.call("GET", "/api/v1/auth/current").status() == 401);
  }

  @Test
  void a_cluster_that_was_made_on_one_server_is_known_to_the_other_at_once() {
    other.call("GET", "/api/v1/clusters");

    one.call("POST", "/api/v1/clusters", "{\"name\": \"new\"}");

    assertThat(other.call("GET", "/api/v2/deployments?cluster=new").status()).isEqualTo(200);
    assertThat(other.call("GET", "/api/v1/clusters/new").status()).isEqualTo(200);
  }

  @Test
  void what_one_server_sealed_the_other_compares() {
    String content = "{\"items\": [{\"key\": \"A\", \"value\": \"first\"}]}";
    one.call(
        "POST",
        "/api/v1/org_secrets",
        "{\"name\": \"shared\", \"content\": %s}".formatted(content));

    Answer compared = other.call("POST", "/api/v1/org_secrets/shared/compare", content);

    assertThat(compared.status()).as(compared.body()).isEqualTo(200);
    assertThat(compared.texts("/changed", "")).isEmpty();
  }
}
