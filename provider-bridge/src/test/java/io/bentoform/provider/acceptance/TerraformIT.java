package io.bentoform.provider.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real Terraform with the package that the build made, without any API. */
class TerraformIT {

  private final Path folder;

  TerraformIT(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Run with {@code -Dschema.update=true} to accept a change of the schema. */
  @Test
  void the_schema_is_the_one_that_is_kept_in_the_repository() throws Exception {
    Terraform terraform = Terraform.overridden(folder).main("");
    String printed = terraform.run("providers", "schema", "-json").text();
    String json = printed.substring(printed.indexOf("{\"format_version\""));
    String pretty = Pretty.print(kept(json(json.lines().findFirst().orElse(""))));
    Path golden = Path.of(System.getProperty("schema.golden", "../schema/provider.schema.json"));
    if (Boolean.getBoolean("schema.update")) {
      Files.writeString(golden, pretty);
    }
    assertThat(pretty).isEqualTo(Files.readString(golden));
  }

  /** What each host prints of the schema: later ones add lists, actions and identities. */
  private static Map<String, ?> kept(JsonObject printed) {
    Map<String, @Nullable Object> providers = printed.object("provider_schemas").members();
    Map<String, @Nullable Object> schema =
        new TreeMap<>(JsonObject.of(providers.values().iterator().next()).orElseThrow().members());
    schema
        .keySet()
        .retainAll(
            Set.of(
                "provider",
                "resource_schemas",
                "data_source_schemas",
                "ephemeral_resource_schemas",
                "functions"));
    return Map.of(
        "format_version",
        printed.text("format_version", ""),
        "provider_schemas",
        Map.of("registry.terraform.io/bentoform/bentocloud", schema));
  }

  @Test
  void each_wrong_input_is_told_once_on_its_line() throws Exception {
    Terraform terraform =
        Terraform.overridden(folder)
            .main(
                """
                resource "bentocloud_secret" "a" {
                  name      = "Not_A_Label"
                  values_wo = { A = "v" }
                }
                resource "bentocloud_secret" "b" {
                  name      = "b"
                  type      = "file"
                  path      = "/etc"
                  values_wo = { a = "v" }
                }
                resource "bentocloud_secret" "c" {
                  name      = "c"
                  values_wo = {
                    "not-env" = "v"
                  }
                }
                resource "bentocloud_secret" "d" {
                  name      = "d"
                  values_wo = {
                    BIG = format("%065537d", 0)
                  }
                }
                resource "bentocloud_secret" "e" {
                  name      = "e"
                  revision  = 7
                  values_wo = { A = "v" }
                }
                resource "bentocloud_secret" "f" {
                  name      = null
                  values_wo = { A = "v" }
                }
                resource "bentocloud_deployment" "g" {
                  bento    = "no-version"
                  timeouts = { create = "soon" }
                  secrets  = [{ name = "x" }, { name = "x" }]
                  services = { S = { scaling = { min_replicas = 3, max_replicas = 2 } } }
                }
                resource "bentocloud_deployment" "h" {
                  bento   = "a:b"
                  secrets = [{ name = "x" }, { name = "x" }]
                }
                """);
    JsonObject answer = json(terraform.run("validate", "-json").text());
    Map<String, Integer> errors = new TreeMap<>();
    for (JsonObject diagnostic : answer.objects("diagnostics")) {
      if (diagnostic.text("severity", "").equals("error")) {
        errors.merge(diagnostic.text("summary", "?"), 1, Integer::sum);
        assertThat(diagnostic.text("detail", "")).doesNotContain("000000");
      }
    }
    assertThat(errors)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "Invalid name", 1,
                "Path outside $BENTOML_HOME", 1,
                "Key is not an environment variable name", 1,
                "Value too large", 1,
                "Read-only attribute revision", 1,
                "Missing value for name", 1,
                "Invalid bento", 1,
                "Invalid duration", 1,
                "Secret attached twice", 1));
    List<Long> lines = new ArrayList<>();
    answer
        .objects("diagnostics")
        .forEach(
            each -> {
              Long line = each.object("range").object("start").integer("line");
              if (line != null) {
                lines.add(line);
              }
            });
    int head = Terraform.HEAD.lines().toList().size();
    assertThat(lines).contains(head + 2L, head + 8L, head + 14L, head + 20L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "registry.terraform.io/", "registry.opentofu.org/"})
  void the_mirror_installs_and_serves_under_both_default_hosts(String host) throws Exception {
    Terraform terraform =
        Terraform.mirrored(folder)
            .with("BENTO_CLOUD_API_ENDPOINT", "http://127.0.0.1:1")
            .with("BENTO_CLOUD_API_KEY", "t");
    terraform.write(
        "main.tf",
        Terraform.HEAD.replace("bentoform/", host + "bentoform/") + "provider \"bentocloud\" {}\n");
    Terraform.Result init = terraform.run("init", "-no-color");
    assertThat(init.text()).contains("Installed ", "bentoform/bentocloud v0.1.0");
    assertThat(terraform.run("validate", "-no-color").text()).contains("Success!");
  }

  @Test
  void an_api_that_is_down_is_told_with_its_address() throws Exception {
    Terraform terraform =
        Terraform.overridden(folder)
            .with("BENTO_CLOUD_API_ENDPOINT", "http://127.0.0.1:1")
            .with("BENTO_CLOUD_API_KEY", "t")
            .main(
                """
                resource "bentocloud_secret" "a" {
                  name      = "a"
                  values_wo = { A = "v" }
                }
                """);
    Terraform.Result plan = terraform.run("plan", "-no-color");
    assertThat(plan.code()).isEqualTo(1);
    assertThat(plan.text().replaceAll("\\s+", " "))
        .contains("The control API at http://127.0.0.1:1 cannot be reached");
  }

  @Test
  void without_a_token_the_provider_says_where_one_can_come_from() throws Exception {
    Terraform terraform =
        Terraform.overridden(folder)
            .main(
                """
                resource "bentocloud_secret" "a" {
                  name      = "a"
                  values_wo = { A = "v" }
                }
                """);
    Terraform.Result plan = terraform.run("plan", "-no-color");
    assertThat(plan.code()).isEqualTo(1);
    assertThat(plan.text()).contains("No API token").contains("BENTO_CLOUD_API_KEY");
  }

  @Test
  void a_running_provider_can_be_attached_to() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Terraform.target().resolve("provider/terraform-provider-bentocloud").toString(),
            "--debug");
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      assertThat(line)
          .startsWith("TF_REATTACH_PROVIDERS='{\"bentoform/bentocloud\":")
          .endsWith("'");
      Terraform terraform =
          Terraform.bare(folder)
              .with(
                  "TF_REATTACH_PROVIDERS",
                  line.substring(line.indexOf('\'') + 1, line.length() - 1))
              .main(
                  """
                  provider "bentocloud" {
                    endpoint  = "http://127.0.0.1:1"
                    api_token = "t"
                  }
                  provider "bentocloud" {
                    alias     = "other"
                    endpoint  = "ftp://x"
                    api_token = "t"
                  }
                  resource "bentocloud_secret" "a" {
                    provider  = bentocloud.other
                    name      = "a"
                    values_wo = { A = "v" }
                  }
                  """);
      assertThat(terraform.run("validate", "-no-color").text()).contains("Success!");
      assertThat(terraform.run("plan", "-no-color").text()).contains("Invalid endpoint");
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static JsonObject json(String text) throws Json.ParseException {
    return JsonObject.of(Json.parse(text.substring(text.indexOf('{')))).orElseThrow();
  }

  /** JSON with sorted names and an indent, so that a change of the schema is a readable diff. */
  private static final class Pretty {
    private final StringBuilder out = new StringBuilder();

    static String print(@Nullable Object json) {
      Pretty pretty = new Pretty();
      pretty.append(json, "");
      return pretty.out.append('\n').toString();
    }

    private void append(@Nullable Object json, String indent) {
      if (json instanceof Map<?, ?> map && !map.isEmpty()) {
        String separator = "{\n";
        for (Map.Entry<?, ?> entry : new TreeMap<>(map).entrySet()) {
          out.append(separator).append(indent).append("  ");
          out.append(Json.write(entry.getKey())).append(": ");
          append(entry.getValue(), indent + "  ");
          separator = ",\n";
        }
        out.append('\n').append(indent).append('}');
      } else {
        out.append(Json.write(json));
      }
    }
  }
}
