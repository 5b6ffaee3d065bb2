package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** How the provider reaches the API, and what a token that may not do everything still does. */
class ConnectionTest {
  private static final String SECRET = "bentocloud_secret.s";
  private static final String DEPLOYMENT = "bentocloud_deployment.d";
  private static final String PROVIDER = Workspace.HEAD + Workspace.VALUE;
  private static final String RESOURCES =
      """
      resource "bentocloud_secret" "s" {
        name      = "NAME"
        values_wo = { KEY = var.value }
      }

      resource "bentocloud_deployment" "d" {
        name     = "NAME"
        bento    = "fingerprint:v1"
        secrets  = [bentocloud_secret.s]
        services = { Fingerprint = { scaling = { min_replicas = 0, max_replicas = 1 } } }
      }
      """;
  private final Server server = Server.idle();

  private Workspace workspace(String configuration) {
    return Workspace.containing(PROVIDER + configuration, server).with("value", "first");
  }

  private String tokenWith(String name, String... scopes) {
    String list = "\"" + String.join("\", \"", scopes) + "\"";
    return server
        .call(
            "POST",
            "/api/v1/api_tokens",
            "{\"name\": \"%s\", \"scopes\": [%s]}".formatted(name, list))
        .get("token")
        .asText();
  }

  private static long count(String text, String word) {
    return Pattern.compile(Pattern.quote(word)).matcher(text).results().count();
  }

  @Test
  void a_token_is_read_from_a_file_that_ends_in_a_line_break() {
    String configuration =
        """
        provider "bentocloud" {
          endpoint  = " %s/ "
          api_token = file("administrator.token")
        }
        """
            .formatted(server.url());
    try (Workspace workspace =
        workspace(configuration + RESOURCES.replace("NAME", "token-file"))
            .environment("BENTO_CLOUD_API_KEY", "")) {
      Files.writeString(workspace.folder().resolve("administrator.token"), server.token() + "\r\n");
      assertThat(workspace.plan().actions(SECRET)).containsExactly("create");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** 0.0.0.0 is this machine too, but nothing that a provider may rely on. */
  @Test
  void plain_http_to_what_may_be_another_machine_is_warned_of() {
    String endpoint = server.url().replace("127.0.0.1", "0.0.0.0");
    try (Workspace workspace =
        workspace("provider \"bentocloud\" {}\n" + RESOURCES.replace("NAME", "plain-http"))
            .environment("BENTO_CLOUD_API_ENDPOINT", endpoint)) {

      Plan plan = workspace.plan();

      assertThat(plan.text())
          .contains("Warning: The token and all secret values are sent unencrypted")
          .contains(endpoint);
      assertThat(plan.actions(SECRET)).containsExactly("create");
    }
  }

  @Test
  void
      a_self_signed_server_is_called_when_the_variable_of_the_command_line_names_its_certificate() {
    String secret =
        """
        resource "bentocloud_secret" "s" {
          name      = "encrypted"
          values_wo = { KEY = var.value }
        }
        """;
    try (Server encrypted = Server.fresh("--engine", "none", "--tls", "self-signed");
        Workspace workspace =
            Workspace.containing(PROVIDER + secret, encrypted).with("value", "first")) {
      assertThat(encrypted.url()).startsWith("https://");
      assertThat(Command.words(workspace.terraform("plan", "-no-color").refused()))
          .contains("cannot be verified")
          .contains("SSL_CERT_FILE");

      Path certificate = encrypted.data().resolve("tls/certificate.pem");
      workspace.environment("SSL_CERT_FILE", certificate.toString()).apply();

      assertThat(workspace.state(SECRET).get("revision").asInt()).isEqualTo(1);
      assertThat(workspace.plan().empty()).isTrue();
    }
  }

  @Test
  void a_token_that_may_only_read_plans_with_one_warning_and_leaves_open_what_it_cannot_ask() {
    String name = "reading-token";
    String more =
        """
        resource "bentocloud_secret" "other" {
          name      = "NAME-2"
          values_wo = { KEY = var.value }
        }
        """;
    try (Workspace workspace = workspace((RESOURCES + more).replace("NAME", name))) {
      workspace.apply();
      String reading = tokenWith(name, "read_cluster", "read_organization");

      Plan plan = workspace.environment("BENTO_CLOUD_API_KEY", reading).plan();

      assertThat(count(plan.text(), "Warning: ") - count(plan.text(), "Warning: Provider dev"))
          .isEqualTo(1);
      assertThat(plan.text()).contains("lacks the scope plan_cluster").doesNotContain("first");
      assertThat(plan.actions(SECRET)).containsExactly("update");
      assertThat(plan.afterUnknown(SECRET).get("revision").asBoolean()).isTrue();
      assertThat(plan.actions(DEPLOYMENT)).containsExactly("update");

      // Whoever applies it may compare: nothing differs, and nothing is done.
      int revision = server.deployment(name).get("revision").asInt();
      workspace.environment("BENTO_CLOUD_API_KEY", server.token()).applyPlan();
      assertThat(server.deployment(name).get("revision").asInt()).isEqualTo(revision);
      assertThat(workspace.plan().empty()).isTrue();
    }
  }

  @Test
  void a_token_with_the_scope_of_a_plan_plans_everything_and_applies_nothing() {
    String name = "planning-token";
    try (Workspace workspace = workspace(RESOURCES.replace("NAME", name))) {
      workspace.apply();
      workspace.environment("BENTO_CLOUD_API_KEY", tokenWith(name, "plan_cluster"));
      assertThat(workspace.plan().empty()).isTrue();

      Plan plan = workspace.with("value", "second").plan();

      assertThat(plan.text()).doesNotContain("plan is incomplete");
      assertThat(plan.after(SECRET).get("revision").asInt()).isEqualTo(2);
      assertThat(plan.actions(DEPLOYMENT)).containsExactly("update");
      String refused = workspace.terraform("apply", "-no-color", "tfplan").refused();
      assertThat(Command.words(refused))
          .contains("This needs the scope write_cluster; the token has plan_cluster.");
      workspace.environment("BENTO_CLOUD_API_KEY", server.token());
    }
  }

  @Test
  void nothing_is_imported_while_the_address_of_the_api_is_not_known() {
    String configuration =
        """
        resource "terraform_data" "server" {
          input = "%s"
        }

        provider "bentocloud" {
          endpoint = terraform_data.server.output
        }

        import {
          to = bentocloud_secret.s
          id = "unknown-address"
        }
        """
            .formatted(server.url());
    try (Workspace workspace =
        workspace(configuration + RESOURCES.replace("NAME", "unknown-address"))) {
      String plan = workspace.terraform("plan", "-no-color").refused();

      assertThat(plan)
          .contains("The provider's configuration is not known yet")
          .contains("-target");
    }
  }
}
