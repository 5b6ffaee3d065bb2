package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Objects are found by {@code terraform query}, and its configuration brings them in. */
@EnabledIf(
    value = "io.bentoform.examples.HostVersion#hasActionsAndLists",
    disabledReason = "Actions and list resources need Terraform 1.14 or later")
class QueryTest {
  private static final String VALUE = "a-value-that-nobody-sees";
  private static final List<String> NAMES = List.of("queried-a", "queried-b");
  private static final String PRODUCTION =
      """
      {"name": "%1$s", "bento": "fingerprint:v1", "secrets": ["%1$s"],
       "labels": [{"key": "env", "value": "prod"}], "envs": [{"name": "LEVEL", "value": "info"}],
       "services": {"Fingerprint": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
      """;

  private final Server server = Server.idle();

  @BeforeEach
  void make() {
    for (String name : NAMES) {
      server.makeSecret(name, "HF_TOKEN", VALUE);
      server.call("POST", "/api/v2/deployments", PRODUCTION.formatted(name));
    }
  }

  @AfterEach
  void remove() {
    for (String name : NAMES) {
      server.send("DELETE", "/api/v2/deployments/" + name, null);
      server.send("DELETE", "/api/v1/org_secrets/" + name, null);
    }
  }

  /** A workspace with the example of a list. */
  private Workspace listing(String kind) {
    Workspace workspace = Workspace.containing(Workspace.HEAD, server);
    workspace.copy("list-resources/" + kind + "/list-resource.tfquery.hcl");
    return workspace;
  }

  /** Runs the query; answers the configuration that it made. */
  private static String generate(Workspace workspace) {
    workspace.terraform("query", "-no-color", "-generate-config-out=generated.tf").orFail();
    try {
      return Files.readString(workspace.folder().resolve("generated.tf"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void secrets_are_found_by_a_key_with_their_identity() {
    try (Workspace workspace = listing("bentocloud_secret")) {
      assertThat(workspace.terraform("query", "-no-color").orFail())
          .contains("cluster=default,name=queried-a")
          .contains("cluster=default,name=queried-b")
          .doesNotContain(VALUE);
    }
  }

  @Test
  void deployments_found_by_a_label_are_imported_as_generated_without_a_change() {
    try (Workspace workspace = listing("bentocloud_deployment")) {
      String generated = generate(workspace);
      assertThat(generated).contains("LEVEL", "queried-a", "queried-b");

      Plan plan = workspace.plan();

      assertThat(plan.text()).contains("2 to import, 0 to add, 0 to change, 0 to destroy");
      workspace.applyPlan();
      assertThat(workspace.plan().empty()).isTrue();
      for (String name : NAMES) {
        assertThat(server.deployment(name).get("revision").asInt()).isEqualTo(1);
      }
    }
  }

  @Test
  void secrets_are_imported_as_generated_once_their_values_are_filled_in() {
    try (Workspace workspace = listing("bentocloud_secret")) {
      String generated = generate(workspace);
      assertThat(generated).contains("name              = \"queried-a\"").doesNotContain(VALUE);

      String filled =
          generated.replaceAll("values_wo +=.*", "values_wo = { HF_TOKEN = var.value }");
      workspace.write("generated.tf", filled);
      workspace.configure(Workspace.HEAD + Workspace.VALUE).with("value", VALUE);

      assertThat(workspace.plan().text())
          .contains("2 to import, 0 to add, 0 to change, 0 to destroy");
    }
  }

  @Test
  void a_limit_and_the_objects_themselves_are_given_on_request() {
    String list =
        """
        list "bentocloud_secret" "one" {
          provider         = bentocloud
          include_resource = true
          limit            = 1
          config {
            query = "key:HF_TOKEN"
          }
        }
        """;
    try (Workspace workspace = Workspace.containing(Workspace.HEAD, server)) {
      workspace.write("one.tfquery.hcl", list);
      List<String> found = new ArrayList<>();
      for (String line : workspace.terraform("query", "-json").orFail().lines().toList()) {
        if (line.contains("\"list_resource_found\"")) {
          found.add(line);
        }
      }

      assertThat(found).singleElement().asString().contains("\"keys\":[\"HF_TOKEN\"]");
      assertThat(found.toString()).doesNotContain(VALUE);
    }
  }

  @Test
  void a_query_that_the_api_does_not_understand_is_an_error_of_the_list() {
    try (Workspace workspace = Workspace.containing(Workspace.HEAD, server)) {
      workspace.write(
          "wrong.tfquery.hcl",
          """
          list "bentocloud_secret" "wrong" {
            provider = bentocloud
            config {
              query = "no-such-field:x"
            }
          }
          """);

      assertThat(Command.words(workspace.terraform("query", "-no-color").refused()))
          .contains("no-such-field");
    }
  }
}
