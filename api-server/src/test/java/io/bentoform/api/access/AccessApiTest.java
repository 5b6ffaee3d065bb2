package io.bentoform.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class AccessApiTest {
  private final TestServer server = TestServer.shared();

  @Test
  void a_request_without_a_token_is_unauthorized() {
    Answer answer = server.send(server.anonymous("/api/v1/org_secrets"), "GET", new byte[0]);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
  }

  @Test
  void a_request_with_an_unknown_token_is_unauthorized_and_the_token_is_not_quoted() {
    Answer answer =
        server.send(
            server.anonymous("/api/v2/deployments").header("X-YATAI-API-TOKEN", "canary-token"),
            "GET",
            new byte[0]);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).doesNotContain("canary-token");
  }

  @Test
  void the_version_needs_no_token_and_lists_what_the_server_can() {
    Answer answer = server.send(server.anonymous("/api/v1/version"), "GET", new byte[0]);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.texts("/capabilities", "")).contains("secret_compare", "deployment_check");
  }

  @Test
  void the_token_tells_who_asks_and_for_which_organization() {
    assertThat(server.call("GET", "/api/v1/auth/current").at("/name").asText()).isEqualTo("admin");
    assertThat(server.call("GET", "/api/v1/current_org").at("/name").asText()).isEqualTo("default");
    assertThat(server.call("GET", "/api/v1/clusters").texts("/items", "name"))
        .containsExactly("default");
  }

  @Test
  void the_token_file_is_for_its_owner_alone() throws IOException {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(server.data().resolve("administrator.token"))))
        .isEqualTo("rw-------");
  }
}
