package io.bentoform.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each mistake gives one clear error where it was made, without a value and without a stack. */
class WrongInputTest {
  private static final String VALUE = "a-value-that-nobody-may-see";
  private static final String SECRET = "bentocloud_secret.s";
  private static final String DEPLOYMENT = "bentocloud_deployment.d";
  private static final String HEAD =
      Workspace.HEAD
          + """
          provider "bentocloud" {
          }

          variable "value" {
            type      = string
            ephemeral = true
            sensitive = true
          }

          """;
  private final Server server = Server.shared();

  private static String secret(String... lines) {
    return "resource \"bentocloud_secret\" \"s\" {\n" + String.join("\n", lines) + "\n}\n";
  }

  private static String deployment(String... lines) {
    return "resource \"bentocloud_deployment\" \"d\" {\n" + String.join("\n", lines) + "\n}\n";
  }

  private static final String GOOD = "  values_wo = { K = var.value }";

  private ReportedError validate(String resources) {
    return run(resources, Map.of("TF_VAR_value", VALUE), "validate", "-json");
  }

  private ReportedError plan(String resources) {
    return plan(resources, Map.of());
  }

  private ReportedError plan(String resources, Map<String, String> environment) {
    return run(resources, environment, "plan", "-json");
  }

  private ReportedError run(
      String resources, Map<String, String> environment, String... arguments) {
    String configuration = HEAD + resources;
    try (Workspace workspace = Workspace.containing(configuration, server)) {
      workspace.with("value", VALUE);
      environment.forEach(workspace::environment);
      ReportedError finding = ReportedError.in(workspace.terraform(arguments), configuration);
      assertThat(finding.output())
          .doesNotContain(VALUE)
          .doesNotContain("\\tat ")
          .doesNotContain("Exception");
      return finding;
    }
  }

  @Test
  void a_name_that_is_no_label() {
    validate(secret("  name = \"Hugging_Face\"", GOOD))
        .at(SECRET, "name = \"Hugging_Face\"")
        .says("Invalid name", "Hugging_Face", "lower-case");
  }

  @Test
  void a_path_outside_the_home() {
    validate(secret("  name = \"s\"", "  type = \"file\"", "  path = \"$BENTOML_HOME/../x\"", GOOD))
        .at(SECRET, "path = ")
        .says("Path outside $BENTOML_HOME", "$BENTOML_HOME/../x");
  }

  @Test
  void a_key_that_is_no_environment_name() {
    validate(secret("  name = \"s\"", "  values_wo = {", "    \"1-bad\" = var.value", "  }"))
        .at(SECRET, "\"1-bad\" = ")
        .says("Key is not an environment variable name", "1-bad");
  }

  @Test
  void a_value_of_65_kib() {
    String large = VALUE + "x".repeat(65 * 1024);
    plan(secret("  name = \"s\"", GOOD), Map.of("TF_VAR_value", large))
        .at(SECRET, "values_wo = ")
        .says("Value too large", "\"K\"", "64 KiB");
  }

  @Test
  void values_whose_keys_are_not_known_yet() {
    plan("""
    resource "terraform_data" "made" {
      input = { K = "known at apply" }
    }

    """
            + secret("  name = \"s\"", "  values_wo = terraform_data.made.output"))
        .at(SECRET, "values_wo = ")
        .says("The keys of the secret are not known yet", "Write the keys out");
  }

  @Test
  void a_bento_that_does_not_exist() {
    plan(deployment("  bento = \"nobody:v1\""))
        .at(DEPLOYMENT, "bento = ")
        .says("The API would reject the deployment", "nobody");
  }

  @Test
  void a_bento_without_a_version() {
    validate(deployment("  bento = \"fingerprint\""))
        .at(DEPLOYMENT, "bento = ")
        .says("Invalid bento", "name:version");
  }

  @Test
  void an_instance_type_that_does_not_exist() {
    plan(deployment(
            "  bento = \"fingerprint:v1\"",
            "  services = { Fingerprint = { instance_type = \"cpu.none\" } }"))
        .within(DEPLOYMENT, "services")
        .says("The API would reject the deployment", "cpu.none", "instance type");
  }

  @Test
  void the_same_secret_twice() {
    validate(
            deployment(
                "  bento = \"fingerprint:v1\"",
                "  secrets = [{ name = \"one\" }, { name = \"two\" }, { name = \"one\" }]"))
        .within(DEPLOYMENT, "secrets")
        .says("Secret attached twice", "\"one\"", "secrets[0]");
  }

  @Test
  void fewer_replicas_at_most_than_at_least() {
    validate(
            deployment(
                "  bento = \"fingerprint:v1\"",
                "  services = { Fingerprint = {",
                "    scaling = { min_replicas = 3, max_replicas = 2 }",
                "  } }"))
        .within(DEPLOYMENT, "scaling")
        .says("min_replicas is greater than max_replicas", "min_replicas is 3");
  }

  @Test
  void a_duration_without_a_unit() {
    validate(deployment("  bento = \"fingerprint:v1\"", "  timeouts = { create = \"90\" }"))
        .within(DEPLOYMENT, "timeouts")
        .says("Invalid duration", "timeouts.create", "90s");
  }

  @Test
  void overrides_that_are_no_json() {
    validate(
            deployment(
                "  bento = \"fingerprint:v1\"",
                "  services = { Fingerprint = { config_overrides = \"{traffic\" } }"))
        .within(DEPLOYMENT, "services")
        .says("Invalid JSON object", "config_overrides", "jsonencode");
  }

  @Test
  void a_secret_that_does_not_exist() {
    plan(deployment("  bento = \"fingerprint:v1\"", "  secrets = [{ name = \"nobody\" }]"))
        .within(DEPLOYMENT, "secrets")
        .says("The secret \"nobody\" does not exist");
  }

  @Test
  void an_import_of_what_does_not_exist() {
    plan("""
    import {
      to = bentocloud_secret.s
      id = "default/nobody"
    }

    """
            + secret("  name = \"nobody\"", GOOD))
        .says("Cannot import non-existent remote object");
  }

  @Test
  void a_secret_of_that_name_that_somebody_else_made() {
    server.call(
        "POST",
        "/api/v1/org_secrets",
        """
        {"name": "somebodys",
         "content": {"type": "env", "items": [{"key": "K", "value": "another"}]}}
        """);
    try {
      run(secret("  name = \"somebodys\"", GOOD), Map.of(), "apply", "-json", "-auto-approve")
          .at(SECRET, "name = ")
          .says(
              "The secret \"somebodys\" already exists",
              "created by admin at 20",
              "import {",
              "id = \"default/somebodys\"",
              "create_before_destroy");
    } finally {
      server.call("DELETE", "/api/v1/org_secrets/somebodys", null);
    }
  }

  @Test
  void a_missing_token() {
    try (Workspace home = Workspace.containing("", server)) {
      String folder = home.folder().toString();
      plan(
              secret("  name = \"s\"", GOOD),
              Map.of("BENTO_CLOUD_API_KEY", "", "BENTOML_HOME", folder))
          .at("provider[", "provider \"bentocloud\"")
          .says("No API token", "api_token", "BENTO_CLOUD_API_KEY", "bentoml cloud login");
    }
  }

  @Test
  void a_wrong_token() {
    plan(deployment("  bento = \"fingerprint:v1\""), Map.of("BENTO_CLOUD_API_KEY", VALUE))
        .at(DEPLOYMENT, "resource")
        .says("Cannot check the deployment", server.url(), "rejected the API token", "401");
  }

  @Test
  void an_address_with_a_password_in_it() {
    plan(
            secret("  name = \"s\"", GOOD),
            Map.of("BENTO_CLOUD_API_ENDPOINT", "https://user:" + VALUE + "@127.0.0.1"))
        .at("provider[", "provider \"bentocloud\"")
        .says("Credentials in the endpoint", "api_token");
  }

  @Test
  void an_api_that_is_down() {
    String endpoint = "http://127.0.0.1:" + Server.freePort();
    plan(secret("  name = \"s\"", GOOD), Map.of("BENTO_CLOUD_API_ENDPOINT", endpoint))
        .at(SECRET, "resource")
        .says("Cannot ask the control API", endpoint, "cannot be reached", "\"endpoint\"");
  }

  @Test
  void an_api_that_answers_with_a_web_page() throws IOException {
    HttpServer foreign =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    foreign.createContext(
        "/",
        exchange -> {
          byte[] page = "<html><body>Sign in</body></html>".getBytes(UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "text/html");
          exchange.sendResponseHeaders(200, page.length);
          try (OutputStream body = exchange.getResponseBody()) {
            body.write(page);
          }
        });
    foreign.start();
    try {
      String endpoint = "http://127.0.0.1:" + foreign.getAddress().getPort();
      plan(secret("  name = \"s\"", GOOD), Map.of("BENTO_CLOUD_API_ENDPOINT", endpoint))
          .at(SECRET, "resource")
          .says("Cannot ask the control API", endpoint, "is not the control API", "web page");
    } finally {
      foreign.stop(0);
    }
  }
}
