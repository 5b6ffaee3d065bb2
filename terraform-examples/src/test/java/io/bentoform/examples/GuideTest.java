package io.bentoform.examples;

import static io.bentoform.examples.CommandLine.bentoml;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The guides of the provider's documentation: their configurations are valid, and do what they say.
 */
class GuideTest {
  private static final Path GUIDES =
      Layout.MODULE.resolveSibling("provider-bridge").resolve("docs/guides");
  private static final Pattern BLOCK =
      Pattern.compile("^```terraform\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("\\]\\((?!http)([^)#]+)");

  private final Server server = Server.idle();

  static List<Path> guides() throws IOException {
    try (Stream<Path> files = Files.list(GUIDES)) {
      return files.sorted().toList();
    }
  }

  /** All configuration of a guide, as one. */
  private static String configuration(Path guide) throws IOException {
    StringBuilder text = new StringBuilder(Workspace.HEAD);
    Matcher blocks = BLOCK.matcher(Files.readString(guide));
    while (blocks.find()) {
      text.append(blocks.group(1)).append('\n');
    }
    return text.toString();
  }

  private Workspace workspace(String guide) throws IOException {
    return Workspace.containing(configuration(GUIDES.resolve(guide)), server);
  }

  /** The words of a command after its program. */
  private static String[] words(String command) {
    return command.substring(command.indexOf(' ') + 1).split(" ", -1);
  }

  @ParameterizedTest
  @MethodSource("guides")
  void the_configuration_of_a_guide_is_valid_and_formatted(Path guide) throws IOException {
    try (Workspace workspace = Workspace.containing(configuration(guide), server)) {
      workspace.copy("functions/deployment_from_yaml/deployment.yaml");
      workspace.terraform("fmt", "-check", "-diff", "main.tf").orFail();
      workspace.terraform("validate", "-no-color").orFail();
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void the_links_of_a_guide_lead_to_pages(Path guide) throws IOException {
    Matcher links = LINK.matcher(Files.readString(guide));
    while (links.find()) {
      assertThat(guide.resolveSibling(links.group(1)).normalize()).exists();
    }
  }

  @Test
  void the_guide_about_rotation_restarts_in_place() throws IOException {
    try (Workspace workspace = workspace("rotate-a-secret.md")) {
      workspace.with("hf_token", "first").apply();

      Plan plan = workspace.with("hf_token", "second").plan();

      assertThat(plan.text()).containsPattern("revision += 1 -> 2").contains("updated in-place");
      workspace.applyPlan();
      assertThat(workspace.plan().empty()).isTrue();
    }
  }

  @Test
  void the_guide_about_keys_restarts_or_replaces() throws IOException {
    try (Workspace workspace = workspace("add-a-key.md").with("hf_token", "first")) {
      String guide = configuration(GUIDES.resolve("add-a-key.md"));
      String key = "    HF_HOME  = \"/models\" # the new key\n";
      assertThat(guide).contains(key);
      workspace.configure(guide.replace(key, "")).apply();

      workspace.configure(guide);
      assertThat(workspace.plan().actions("bentocloud_deployment.llm")).containsExactly("update");

      workspace.configure(guide.replace("recreate_on_key_change = false", ""));
      assertThat(workspace.plan().text()).contains("# forces replacement");
    }
  }

  @Test
  void the_guide_about_ephemeral_sources_stores_no_value() throws IOException {
    try (Workspace workspace = workspace("ephemeral-sources.md")) {
      workspace.with("dotenv", "A=hidden-one\n").with("issued_token", "hidden-two").apply();

      workspace.with("issued_token", "hidden-three");
      assertThat(workspace.plan().empty()).isTrue();
      assertThat(Files.readString(workspace.folder().resolve("terraform.tfstate")))
          .doesNotContain("hidden");

      workspace.configure(
          configuration(GUIDES.resolve("ephemeral-sources.md")).replace("2026-11", "2026-12"));
      assertThat(workspace.plan().actions("bentocloud_secret.issued")).containsExactly("update");
    }
  }

  @Test
  void the_guide_about_imports_imports_without_a_rollout() throws IOException {
    server.makeSecret("import-me", "HF_TOKEN", "first");
    server.makeIdle("import-me");
    try (Workspace workspace = workspace("import.md").with("hf_token", "first")) {
      Plan plan = workspace.plan();

      assertThat(plan.text()).contains("2 to import, 0 to add", "0 to destroy");
      workspace.applyPlan();
      assertThat(server.deployment("import-me").get("revision").asInt()).isEqualTo(1);
      assertThat(workspace.plan().empty()).isTrue();
    }
  }

  @Test
  void the_guide_about_plan_jobs_makes_the_token_and_reads_with_the_one_of_the_run()
      throws IOException {
    try (Workspace workspace = workspace("plan-jobs.md")) {
      String token = "bf_" + "pL4n".repeat(10) + "job";
      workspace.with("plan_token", token).apply();

      assertThat(server.statusAs(token, "/api/v1/org_secrets")).isEqualTo(200);
      assertThat(workspace.state("data.bentocloud_secrets.all").get("secrets").isArray()).isTrue();
      assertThat(server.names("/api/v1/api_tokens")).contains("plan-job");
    }
  }

  @Test
  void the_command_of_the_guide_about_plan_jobs_makes_a_token_that_plans() throws IOException {
    String command =
        Files.readAllLines(GUIDES.resolve("plan-jobs.md")).stream()
            .filter(line -> line.startsWith("bentoml api-token create "))
            .findFirst()
            .orElseThrow();
    String made = bentoml(server, words(command.replace("plan-job", "plan-command")));
    Matcher token = Pattern.compile("bf_[A-Za-z0-9_-]{43}").matcher(made);
    assertThat(token.find()).as("a token is printed").isTrue();

    try (Workspace workspace = workspace("rotate-a-secret.md")) {
      workspace.with("hf_token", "first").environment("BENTO_CLOUD_API_KEY", token.group());
      assertThat(workspace.plan().actions("bentocloud_secret.hf")).containsExactly("create");
      assertThat(workspace.terraform("apply", "-no-color", "tfplan").refused())
          .contains("write_cluster");
    }
  }
}
