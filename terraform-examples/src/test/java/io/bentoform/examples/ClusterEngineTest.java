package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster with a Kubernetes engine, whose API nobody answers. */
class ClusterEngineTest {
  private static final String CLUSTER = "bentocloud_cluster.gpu";
  private static final String DEPLOYMENT = "bentocloud_deployment.llm";
  private static final String RECORD = "/api/v1/clusters/gpu";
  private static final String TOKEN = "unguessedtokenofanaccount";
  private static final String OTHER_TOKEN = "anothertokenofanaccount";

  private static final Server SERVER = Server.unstarted("--engine", "none");

  private final Workspace workspace = Workspace.of("scenarios/kubernetes-cluster", SERVER);

  @BeforeAll
  static void start() {
    SERVER.start();
    SERVER.push();
  }

  @AfterAll
  static void end() {
    SERVER.close();
  }

  @BeforeEach
  void configure() {
    workspace
        .write("gpu.kubeconfig", SampleKubeconfig.of(TOKEN))
        .with("kubeconfig_path", "gpu.kubeconfig")
        .with("namespace", "models")
        .with("image", "example/python:1")
        .with("wait_for_rollout", "false");
  }

  /** A deployment of a cluster that is away cannot be removed. */
  @AfterEach
  void discard() {
    workspace.discard();
  }

  private JsonNode engine() {
    return SERVER.get(RECORD).get("engine");
  }

  private static void change(String engine) {
    SERVER.call("PATCH", RECORD, "{\"engine\": " + engine + "}");
  }

  /** Only the record of the cluster. */
  private Plan planOfCluster() {
    return workspace.plan("-target=" + CLUSTER);
  }

  private void assertNoKubeconfigIsKept() {
    List<String> found = new ArrayList<>();
    for (String token : List.of(TOKEN, OTHER_TOKEN)) {
      Search search = new Search(token);
      found.addAll(search.inTree(workspace.folder()));
      found.addAll(search.in("printed", String.join("\n", workspace.printed())));
      found.addAll(search.inTree(SERVER.data()));
    }
    assertThat(found).allMatch(find -> find.endsWith("/gpu.kubeconfig (plain)")).hasSize(1);
  }

  @Test
  void a_cluster_and_a_deployment_on_it_are_made_and_a_warning_says_that_it_is_away() {
    workspace.terraform("validate", "-no-color").orFail();
    Plan plan = workspace.plan();
    assertThat(plan.actions(CLUSTER)).containsExactly("create");
    assertThat(plan.after(CLUSTER).at("/engine/credentials").asText()).isEqualTo("kubeconfig");

    String applied = Command.words(workspace.applyPlan());

    assertThat(applied)
        .contains("The cluster \"gpu\" cannot be used now")
        .contains("its server refused the connection")
        .contains("its deployments wait");
    assertThat(engine().get("namespace").asText()).isEqualTo("models");
    assertThat(workspace.state(CLUSTER).at("/engine/kubeconfig_wo").isNull()).isTrue();
    assertThat(workspace.state(DEPLOYMENT).get("status").asText()).isNotEqualTo("running");
    Plan again = planOfCluster();
    assertThat(again.actions(CLUSTER)).containsExactly("no-op");
    assertThat(Command.words(again.text())).contains("refused the connection");
    assertNoKubeconfigIsKept();
    changesAreMadeInPlace();
  }

  private void changesAreMadeInPlace() {
    workspace.write("gpu.kubeconfig", SampleKubeconfig.of(OTHER_TOKEN));
    Plan another = planOfCluster();
    assertThat(another.actions(CLUSTER)).containsExactly("update");
    assertThat(another.changedAttributes(CLUSTER)).containsExactly("engine");
    assertThat(another.text()).contains("~ kubeconfig_wo_version");
    workspace.applyPlan();

    workspace.with("claim", "environments").with("namespace", "others");
    assertThat(planOfCluster().actions(CLUSTER)).containsExactly("update");
    workspace.applyPlan();
    assertThat(engine().at("/storage/claim").asText()).isEqualTo("environments");
    assertThat(engine().get("credentials").asText()).isEqualTo("kubeconfig");

    change("{\"kubeconfig\": \"\", \"namespace\": \"elsewhere\"}");
    Plan drift = planOfCluster();
    assertThat(drift.text())
        .containsPattern("credentials += \"in_cluster\" -> \"kubeconfig\"")
        .containsPattern("namespace += \"elsewhere\" -> \"others\"");
    workspace.applyPlan();
    assertThat(engine().get("credentials").asText()).isEqualTo("kubeconfig");
    assertThat(planOfCluster().actions(CLUSTER)).containsExactly("no-op");
    assertNoKubeconfigIsKept();
    isImportedWithoutItsKubeconfig();
    typeStaysWhileThereAreDeployments();
  }

  private void isImportedWithoutItsKubeconfig() {
    workspace.terraform("state", "rm", CLUSTER).orFail();
    workspace.terraform("import", CLUSTER, "gpu").orFail();

    Plan imported = planOfCluster();

    assertThat(imported.actions(CLUSTER)).containsExactly("update");
    assertThat(imported.changedAttributes(CLUSTER)).containsExactly("engine");
    assertThat(imported.text()).contains("+ kubeconfig_wo_version").contains("1 to change");
    workspace.applyPlan();
    assertThat(planOfCluster().actions(CLUSTER)).containsExactly("no-op");
  }

  private void typeStaysWhileThereAreDeployments() {
    String withEngine = Workspace.text("scenarios/kubernetes-cluster");
    workspace.configure(withEngine.replaceFirst("(?s)  engine = \\{.*?\n  }\n", ""));
    assertThat(Command.words(workspace.terraform("apply", "-auto-approve", "-no-color").refused()))
        .contains("has deployments, so its engine stays kubernetes");
    workspace.configure(withEngine);
  }

  @Test
  void what_the_api_would_refuse_is_told_on_the_argument_and_the_kubeconfig_is_not_quoted() {
    String written = Workspace.text("scenarios/kubernetes-cluster");
    workspace.configure(written.replace("var.claim == null ? null : { claim = var.claim }", "{}"));
    assertThat(Command.words(workspace.terraform("validate", "-no-color").refused()))
        .contains("Invalid storage")
        .contains("engine.storage");

    workspace.configure(written.replace("\"gpu\"\n", "\"broken\"\n"));
    workspace.write("gpu.kubeconfig", SampleKubeconfig.of(TOKEN).replace("token:", "tokenFile:"));
    String refused = workspace.terraform("apply", "-auto-approve", "-no-color").refused();
    assertThat(Command.words(refused))
        .contains("kubeconfig_wo")
        .contains("create the cluster \"broken\"");
    assertThat(refused).doesNotContain(TOKEN);
  }
}
