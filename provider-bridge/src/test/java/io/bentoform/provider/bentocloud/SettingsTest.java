package io.bentoform.provider.bentocloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private final java.nio.file.Path home;
  private final Map<String, String> environment = new HashMap<>();

  SettingsTest(@TempDir java.nio.file.Path home) {
    this.home = home;
    environment.put("BENTOML_HOME", home.toString());
  }

  private Settings resolve(String... config) {
    Map<String, Value> entries = new HashMap<>();
    for (int i = 0; i < config.length; i += 2) {
      entries.put(config[i], Value.text(config[i + 1]));
    }
    return Settings.resolve(new Value.Fields(entries), environment);
  }

  private DiagnosticException refused(String... config) {
    return catchThrowableOfType(DiagnosticException.class, () -> resolve(config));
  }

  private void login() throws IOException {
    Files.writeString(
        home.resolve(".yatai.yaml"),
        """
        contexts:
        - {name: default, endpoint: 'http://one', api_token: t1, email: a@b}
        - {name: other, endpoint: 'http://two/', api_token: t2, email: a@b}
        current_context_name: default
        """);
  }

  @Test
  void the_provider_block_wins() throws IOException {
    login();
    environment.put("BENTO_CLOUD_API_ENDPOINT", "http://env");
    environment.put("BENTO_CLOUD_API_KEY", "env");
    Settings settings = resolve("endpoint", "http://block", "api_token", "block");
    assertThat(settings.endpoint().uri()).hasToString("http://block");
    assertThat(settings.token().value()).isEqualTo("block");
  }

  @Test
  void then_the_environment() throws IOException {
    login();
    environment.put("BENTO_CLOUD_API_ENDPOINT", "http://env");
    environment.put("BENTO_CLOUD_API_KEY", "env");
    assertThat(resolve().endpoint().uri()).hasToString("http://env");
    assertThat(resolve().token().value()).isEqualTo("env");
  }

  @Test
  void then_the_context_that_is_current() throws IOException {
    login();
    assertThat(resolve().endpoint().uri()).hasToString("http://one");
    assertThat(resolve().token().value()).isEqualTo("t1");
  }

  @Test
  void a_context_can_be_named_in_the_block_or_the_environment() throws IOException {
    login();
    assertThat(resolve("context", "other").token().value()).isEqualTo("t2");
    environment.put("BENTOML_CLOUD_CONTEXT", "other");
    assertThat(resolve().token().value()).isEqualTo("t2");
  }

  @Test
  void a_stored_token_goes_only_to_the_endpoint_it_was_stored_for() throws IOException {
    login();
    assertThat(resolve("endpoint", "http://one/").token().value()).isEqualTo("t1");
    assertThat(refused("endpoint", "http://elsewhere").diagnostics().getFirst().path())
        .isEqualTo(Path.of("api_token"));
  }

  @Test
  void what_is_missing_is_said_on_its_attribute() throws IOException {
    assertThat(refused().diagnostics().getFirst().path()).isEqualTo(Path.of("api_token"));
    login();
    assertThat(refused("context", "nowhere").diagnostics().getFirst().path())
        .isEqualTo(Path.of("context"));
    assertThat(refused("endpoint", "ftp://x", "api_token", "t").diagnostics().getFirst().path())
        .isEqualTo(Path.of("endpoint"));
  }

  @Test
  void a_broken_file_is_told_without_quoting_it() throws IOException {
    Files.writeString(home.resolve(".yatai.yaml"), "contexts: [ {api_token: s3cret");
    assertThat(refused().diagnostics().getFirst().detail()).doesNotContain("s3cret");
  }

  @Test
  void no_token_is_ever_printed() throws IOException {
    login();
    assertThat(resolve().toString()).doesNotContain("t1");
  }

  @Test
  void blanks_and_line_breaks_around_a_token_and_an_address_are_trimmed() throws IOException {
    Settings block = resolve("endpoint", " https://block\n", "api_token", "t0ken\r\n");
    assertThat(block.endpoint().uri()).hasToString("https://block");
    assertThat(block.token().value()).isEqualTo("t0ken");
    environment.put("BENTO_CLOUD_API_ENDPOINT", "https://env ");
    environment.put("BENTO_CLOUD_API_KEY", "\tenv\n");
    assertThat(resolve().endpoint().uri()).hasToString("https://env");
    assertThat(resolve("api_token", " \n").token().value()).isEqualTo("env");
    Files.writeString(
        home.resolve(".yatai.yaml"),
        """
        contexts:
        - {name: padded, endpoint: ' https://padded ', api_token: "p\\n", email: a@b}
        """);
    assertThat(resolve("context", "padded").token().value()).isEqualTo("p");
    assertThat(resolve("context", "padded").endpoint().uri()).hasToString("https://padded");
  }

  @Test
  void a_token_with_a_line_break_inside_is_refused_and_not_printed() {
    Diagnostic found =
        refused("endpoint", "https://h", "api_token", "s3cret\nmore").diagnostics().getFirst();
    assertThat(found.path()).isEqualTo(Path.of("api_token"));
    assertThat(found.detail()).contains("line break").doesNotContain("s3cret", "more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user:s3cret@host",
        "http://s3cret@host_name:80",
        "https://us er:s3cret@host",
        "user:s3cret@host",
        "https://host?token=s3cret",
        "https://host#s3cret"
      })
  void an_address_that_could_hold_a_secret_is_refused_and_not_printed(String endpoint) {
    for (String[] config :
        List.of(
            new String[] {"endpoint", endpoint, "api_token", "t"},
            new String[] {"endpoint", endpoint})) {
      Diagnostic found = refused(config).diagnostics().getFirst();
      assertThat(found.path()).isEqualTo(Path.of("endpoint"));
      assertThat(found.summary() + found.detail()).doesNotContain("s3cret");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://cloud.example, true",
    "HTTP://10.0.0.1:3000, true",
    "http://127.evil.example, true",
    "https://cloud.example, false",
    "http://localhost:3000, false",
    "http://127.0.0.1:3000, false",
    "http://127.8.8.8, false",
    "http://[::1]:3000, false"
  })
  void plain_http_to_another_machine_is_warned_of(String endpoint, boolean warned) {
    List<Diagnostic> found = resolve("endpoint", endpoint, "api_token", "t").endpoint().warnings();
    assertThat(found).hasSize(warned ? 1 : 0).noneMatch(Diagnostic::isError);
  }
}
