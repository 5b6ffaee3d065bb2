package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** The policies of the examples judge plans that real Terraform makes of the scenarios. */
class PolicyTest {
  private static final String SECRETS = "\ndata \"bentocloud_secrets\" \"all\" {}\n";
  private static final String DEPLOYMENT = "bentocloud_deployment.llm";

  private final Server server = Server.idle();

  /** A scenario with its deployment in production, and the data source that tells times. */
  private Workspace inProduction(String scenario) {
    String text = Workspace.text("scenarios/" + scenario);
    String labelled =
        text.replace("bento   = var.bento", "bento   = var.bento\n  labels  = { env = \"prod\" }");
    assertThat(labelled).isNotEqualTo(text);
    return Workspace.containing(labelled + SECRETS, server).with("hf_token", "first");
  }

  private static Policies assertPasses(Plan plan) {
    Policies said = Policies.on(plan);
    assertThat(said.denied()).isEmpty();
    return said;
  }

  @Test
  void the_rules_pass_their_own_tests_and_are_formatted() {
    Policies.opa("check", "--strict", ".").orFail();
    Policies.opa("fmt", "--fail", "--list", ".").orFail();
    assertThat(Policies.opa("test", ".").orFail()).contains("PASS");
  }

  @Test
  void an_added_key_passes_outside_of_production() {
    try (Workspace workspace = Workspace.of("scenarios/add-key", server)) {
      workspace.with("hf_token", "first").apply();

      Plan plan = workspace.with("with_hf_home", "true").plan();

      assertThat(plan.actions(DEPLOYMENT)).containsExactly("delete", "create");
      assertThat(assertPasses(plan).warned())
          .singleElement()
          .asString()
          .contains("data \"bentocloud_secrets\"");
    }
  }

  @Test
  void an_added_key_is_refused_in_production_unless_it_restarts() {
    try (Workspace workspace = inProduction("add-key")) {
      assertPasses(workspace.plan());
      workspace.apply();

      Plan replacing = workspace.with("with_hf_home", "true").plan();
      assertThat(Policies.on(replacing).denied())
          .containsExactly(
              "bentocloud_deployment.llm: a changed key set of a secret would recreate this"
                  + " production deployment. Set recreate_on_key_change = false to restart it in"
                  + " place, or attach the key in a secret of its own.");

      String text = Workspace.text("scenarios/add-key");
      String restarting =
          text.replace(
              "bento   = var.bento",
              "bento   = var.bento\n  labels  = { env = \"prod\" }\n"
                  + "  recreate_on_key_change = false");
      Plan restart = workspace.configure(restarting + SECRETS).plan();
      assertThat(restart.actions(DEPLOYMENT)).containsExactly("update");
      assertPasses(restart);
    }
  }

  @Test
  void another_name_is_refused_in_production() {
    try (Workspace workspace = inProduction("rotate-value")) {
      workspace.apply();
      String renamed =
          Workspace.text("scenarios/rotate-value")
              .replace("name    = \"rotate-value\"", "name    = \"renamed\"");

      Plan plan = workspace.configure(renamed + SECRETS).plan();

      assertThat(Policies.on(plan).denied())
          .containsExactly(
              "bentocloud_deployment.llm: a production deployment must not be replaced (name).");
    }
  }

  @Test
  void a_secret_that_is_90_days_old_is_refused_until_the_plan_rotates_it() {
    try (Workspace workspace = inProduction("rotate-value")) {
      workspace.apply();

      Plan unchanged = workspace.plan();
      assertThat(assertPasses(unchanged).warned()).isEmpty();
      assertThat(Policies.on(unchanged, inDays(89)).denied()).isEmpty();
      assertThat(Policies.on(unchanged, inDays(90)).denied())
          .contains(
              "The secret rotate-value was last changed 90 days ago; the limit is 90. Rotate it.");

      Plan rotating = workspace.with("hf_token", "second").plan();
      assertThat(Policies.on(rotating, inDays(90)).denied())
          .noneMatch(message -> message.contains("rotate-value"));
    }
  }

  /** Settings by which a plan is judged some days from now. */
  private static String inDays(int days) {
    return "{\"now\": \"%s\"}".formatted(Instant.now().plus(days, ChronoUnit.DAYS));
  }

  @Test
  void a_file_secret_is_refused_in_a_public_directory() {
    try (Workspace workspace = inProduction("file-secret")) {
      assertPasses(workspace.plan());

      Plan plan = workspace.with("path", "$BENTOML_HOME/static").plan();

      assertThat(Policies.on(plan).denied())
          .containsExactly(
              "The secret file-secret puts a file into the directory \"static\", which is public.");
    }
  }
}
