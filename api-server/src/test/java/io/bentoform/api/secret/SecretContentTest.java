package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a secret may look like. */
class SecretContentTest {
  private static final String SECRETS = "/api/v1/org_secrets";
  private final TestServer server = TestServer.shared();
  private final String name = "s-" + UUID.randomUUID().toString().substring(0, 18);

  @Test
  void a_path_that_is_too_long_is_refused() {
    String folders = ("/" + "a".repeat(200)).repeat(5);
    Answer refused =
        post(
            """
            {"name": "%s", "content": {"type": "mountfile", "path": "$BENTOML_HOME%s",
             "items": [{"key": "A", "value": "v"}]}}
            """
                .formatted(name, folders));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly("/content/path");
  }

  @Test
  void a_file_cannot_be_the_folder_of_another() {
    Answer refused =
        post(
            """
            {"name": "%s", "content": {"type": "mountfile", "items": [
              {"key": "a", "value": "v"}, {"key": "b", "sub_path": "a", "value": "v"}]}}
            """
                .formatted(name));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly("/content/items/1/key");
  }

  @ParameterizedTest
  @CsvSource({
    "env, , 1A, /content/items/0/key",
    "env, , BENTOML_HOME, /content/items/0/key",
    "env, $BENTOML_HOME, A, /content/path",
    "mountfile, /etc, A, /content/path",
    "mountfile, $BENTOML_HOME/../x, A, /content/path",
    "mountfile, $HOME/x, A, /content/path",
    "mountfile, $BENTOML_HOME/a/../../x, A, /content/path",
    "mountfile, $BENTOML_HOME, a/b, /content/items/0/key",
    "mountfile, $BENTOML_HOME, .., /content/items/0/key",
    "mountfile, $BENTOML_HOME/models, A, /content/items/0/key",
    "wrong, , A, /content/type",
  })
  void wrong_content_is_refused_at_its_place(String type, String path, String key, String pointer) {
    String pathText = path == null ? "null" : "\"" + path + "\"";
    Answer refused =
        post(
            """
            {"name": "%s", "content": {"type": "%s", "path": %s,
             "items": [{"key": "%s", "value": "v"}]}}
            """
                .formatted(name, type, pathText, key));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly(pointer);
    assertThat(server.call("GET", SECRETS + "/" + name).status()).isEqualTo(404);
  }

  @Test
  void a_value_of_65_kib_is_refused_without_being_quoted() {
    String value = "canary".repeat(12_000);

    Answer refused =
        post(
            "{\"name\": \""
                + name
                + "\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": \""
                + value
                + "\"}]}}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly("/content/items/0/value");
    assertThat(refused.body()).doesNotContain("canary");
  }

  @Test
  void a_path_is_kept_normalised_and_sub_paths_come_back() {
    Answer created =
        post(
            """
            {"name": "%s", "content": {"type": "mountfile", "path": "$BENTOML_HOME//demo/./x/..",
             "items": [{"key": "PASSWORD", "sub_path": "secrets/password", "value": "v"}]}}
            """
                .formatted(name));

    assertThat(created.at("/content/path").asText()).isEqualTo("$BENTOML_HOME/demo");
    assertThat(created.at("/content/items/0/sub_path").asText()).isEqualTo("secrets/password");
  }

  @ParameterizedTest
  @CsvSource({
    "'{', 400",
    "'', 400",
    "'[]', 422",
    "'{\"name\": 5}', 422",
    "'{\"name\": \"Wrong_Name\", \"content\": {\"items\": []}}', 422",
    "'{\"name\": \"x\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": 12345}]}}', 422",
    "'{\"name\": \"x\", \"content\": {\"items\": [null]}}', 422",
    "'{\"name\": \"x\", \"content\": \"text\"}', 422",
    "'{\"expected_revision\": 99999999999}', 422",
    "'{\"name\": \"x\"} more', 400",
    "'{\"name\": \"x\", \"name\": \"y\"}', 400",
  })
  void a_body_that_is_no_secret_is_a_clients_error(String body, int status) {
    Answer refused = post(body);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.contentType()).isEqualTo("application/problem+json");
    assertThat(refused.body()).doesNotContain("12345");
  }

  @Test
  void a_body_of_another_type_is_refused() {
    Answer refused =
        server.send(
            server.request(SECRETS).header("Content-Type", "text/plain"), "POST", new byte[] {'x'});

    assertThat(refused.status()).isEqualTo(415);
  }

  @Test
  void a_body_without_end_is_refused() {
    Answer refused = post("\"" + "x".repeat(9 << 20) + "\"");

    assertThat(refused.status()).isEqualTo(413);
  }

  private Answer post(String body) {
    return server.call("POST", SECRETS, body);
  }
}
