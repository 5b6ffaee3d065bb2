package io.bentoform.examples;

import static io.bentoform.examples.Workspace.fingerprint;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Ctrl-C, and programs that are killed in the middle of their work. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(Layout.BESIDE_OTHERS)
class FaultTest {
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String SECRETS = "/api/v1/org_secrets";
  private static final Set<String> STARTING = Set.of("image-building", "deploying");
  private static final String CONFIGURATION =
      Workspace.HEAD
          + Workspace.VALUE
          + """
      resource "bentocloud_secret" "all" {
        count     = 8
        name      = "NAME-${count.index}"
        values_wo = { "KEY_${count.index}" = var.value }
      }

      resource "bentocloud_deployment" "llm" {
        name    = "NAME"
        bento   = "fingerprint:v1"
        secrets = bentocloud_secret.all
      }

      output "endpoint_url" {
        value = bentocloud_deployment.llm.endpoint_url
      }
      """;
  private static final Server SERVER = Server.unstarted("--engine", "local");

  @BeforeAll
  static void start() {
    SERVER.start();
    SERVER.push();
  }

  @AfterAll
  static void end() {
    SERVER.close();
  }

  private static Workspace workspace(String name) {
    return Workspace.containing(CONFIGURATION.replace("NAME", name), SERVER);
  }

  @Test
  void an_interrupt_in_the_middle_of_an_apply_loses_nothing() {
    String name = "interrupted";
    try (Workspace workspace = workspace(name).with("value", "first")) {
      Apply apply = Apply.begin(workspace);
      awaitStarting(name);
      Set<ProcessHandle> children = apply.descendants();

      apply.interrupt();

      String output = apply.awaitFailure();
      assertThat(output).contains("Interrupt received").contains("interrupted");
      assertThat(output).doesNotContain("did not respond").doesNotContain("crash");
      assertThat(children).noneMatch(ProcessHandle::isAlive);
      assertThat(workspace.state("bentocloud_deployment.llm").get("name").asText()).isEqualTo(name);
      // It is not tainted: what may be healthy by now is not destroyed.
      String uid = SERVER.deployment(name).get("uid").asText();
      workspace.apply();
      assertThat(SERVER.deployment(name).get("uid").asText()).isEqualTo(uid);
      recovers(workspace, name, "first");
    }
  }

  @Test
  void an_interrupted_restart_is_finished_by_the_next_apply() {
    String name = "interrupted-restart";
    try (Workspace workspace = workspace(name).with("value", "first")) {
      workspace.apply();
      String uid = SERVER.deployment(name).get("uid").asText();
      Apply apply = Apply.begin(workspace.with("value", "second"));
      awaitStarting(name);

      apply.interrupt();

      apply.awaitFailure();
      workspace.apply();
      assertThat(SERVER.deployment(name).get("uid").asText()).isEqualTo(uid);
      recovers(workspace, name, "second");
    }
  }

  @Test
  void a_server_that_is_killed_in_the_middle_of_an_apply_goes_on_after_its_start() {
    String name = "server-killed";
    try (Workspace workspace = workspace(name).with("value", "first")) {
      Apply apply = Apply.begin(workspace);
      awaitStarting(name);

      SERVER.kill();
      SERVER.start();

      // The provider waits for an API that is away: whether the apply ends well is not promised.
      apply.await();
      recovers(workspace, name, "first");
    }
  }

  @Test
  void a_server_that_is_killed_while_secrets_are_made_keeps_what_it_acknowledged() {
    String name = "secrets-killed";
    try (Workspace workspace = workspace(name).with("value", "first")) {
      Apply apply = Apply.begin(workspace);
      Server.await(
          "the first secret",
          Duration.ofMinutes(1),
          () -> SERVER.names(SECRETS).contains(name + "-0") || secrets(name).size() > 1);

      SERVER.kill();
      SERVER.start();

      String output = apply.await();
      Set<String> kept = secrets(name);
      for (int i = 0; i < 8; i++) {
        if (output.contains("bentocloud_secret.all[" + i + "]: Creation complete")) {
          assertThat(kept).contains(name + "-" + i);
        }
      }
      recovers(workspace, name, "first");
    }
  }

  @Test
  void a_provider_that_is_killed_in_a_restart_loses_nothing() {
    String name = "provider-killed";
    try (Workspace workspace = workspace(name).with("value", "first")) {
      workspace.apply();
      String uid = SERVER.deployment(name).get("uid").asText();
      Apply apply = Apply.begin(workspace.with("value", "second"));
      awaitStarting(name);

      apply.killProvider();

      apply.awaitFailure();
      assertThat(workspace.apply()).doesNotContain("Error");
      assertThat(SERVER.deployment(name).get("uid").asText()).isEqualTo(uid);
      recovers(workspace, name, "second");
    }
  }

  @Test
  void
      a_provider_that_is_killed_in_a_creation_leaves_a_deployment_that_the_next_apply_asks_to_import() {
    String name = "provider-killed-early";
    try (Workspace workspace = workspace(name).with("value", "first")) {
      Apply apply = Apply.begin(workspace);
      awaitStarting(name);

      apply.killProvider();

      apply.awaitFailure();
      // Terraform lost sight of the deployment; nobody can say that it is not somebody else's.
      String uid = SERVER.deployment(name).get("uid").asText();
      String again = workspace.terraform("apply", "-no-color", "-auto-approve").refused();
      assertThat(again).contains("already exists", "id = \"default/" + name + "\"");
      workspace.terraform("import", "bentocloud_deployment.llm", "default/" + name).orFail();
      assertThat(SERVER.deployment(name).get("uid").asText()).isEqualTo(uid);
      recovers(workspace, name, "first");
    }
  }

  @Test
  void a_running_deployment_outlives_a_killed_server() {
    String name = "outlives";
    try (Workspace workspace = workspace(name).with("value", "first")) {
      workspace.apply();
      String uid = SERVER.deployment(name).get("uid").asText();
      Set<Long> replicas = replicas();
      assertThat(replicas).isNotEmpty();

      SERVER.kill();
      SERVER.start();

      assertThat(workspace.runningEnvironment("KEY_0")).isEqualTo(fingerprint("first"));
      assertThat(replicas()).isEqualTo(replicas);
      assertThat(SERVER.deployment(name).get("uid").asText()).isEqualTo(uid);
      assertThat(workspace.plan().empty()).isTrue();
      recovers(workspace, name, "first");
    }
  }

  @Test
  void a_server_that_is_told_to_end_leaves_no_process() {
    String name = "told-to-end";
    try (Workspace workspace = workspace(name).with("value", "first")) {
      workspace.apply();
      assertThat(replicas()).isNotEmpty();
      Path homes = SERVER.homes();

      SERVER.stop();

      assertThat(SERVER.processes()).isEmpty();
      assertThat(homes).doesNotExist();
      SERVER.start();
      recovers(workspace, name, "first");
    }
  }

  /** The next apply converges, the second plan is empty, and a destroy leaves nothing behind. */
  private static void recovers(Workspace workspace, String name, String value) {
    workspace.apply();
    Plan plan = workspace.plan();
    assertThat(plan.empty()).as(plan.text()).isTrue();
    assertThat(secrets(name)).hasSize(8);
    for (int i = 0; i < 8; i++) {
      assertThat(workspace.runningEnvironment("KEY_" + i)).isEqualTo(fingerprint(value));
    }
    workspace.destroy();
    assertThat(secrets(name)).isEmpty();
    assertThat(SERVER.names(DEPLOYMENTS)).doesNotContain(name);
    // What is left is the server and its database.
    SERVER.awaitProcesses(2);
    assertThat(children(SERVER.homes())).isEmpty();
  }

  private static void awaitStarting(String name) {
    Server.await(
        name + " to start",
        Duration.ofMinutes(3),
        () ->
            SERVER.names(DEPLOYMENTS).contains(name)
                && STARTING.contains(SERVER.deployment(name).get("status").asText()));
  }

  private static Set<String> secrets(String deployment) {
    return SERVER.names(SECRETS).stream()
        .filter(secret -> secret.startsWith(deployment + "-"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The processes of replicas, which are Python. */
  private static Set<Long> replicas() {
    return SERVER.processes().stream()
        .filter(process -> process.info().command().orElse("").contains("python"))
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  private static List<Path> children(Path folder) {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(folder)) {
      return children.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
