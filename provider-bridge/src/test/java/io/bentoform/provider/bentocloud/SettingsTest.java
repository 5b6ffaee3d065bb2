package io.bentoform.provider.bentocloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.DiagnosticException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    assertThat(settings.endpoint()).hasToString("http://block");
    assertThat(settings.token().value()).isEqualTo("block");
  }

  @Test
  void then_the_environment() throws IOException {
    login();
    environment.put("BENTO_CLOUD_API_ENDPOINT", "http://env");
    environment.put("BENTO_CLOUD_API_KEY", "env");
    assertThat(resolve().endpoint()).hasToString("http://env");
    assertThat(resolve().token().value()).isEqualTo("env");
  }

  @Test
  void then_the_context_that_is_current() throws IOException {
    login();
    assertThat(resolve().endpoint()).hasToString("http://one");
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
}
