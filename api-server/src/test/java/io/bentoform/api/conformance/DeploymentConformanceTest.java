package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bentoml deployment ...} and {@code bentoml.deployment} of Python. */
@ConformanceTest
class DeploymentConformanceTest {
  private final Cloud cloud = Cloud.shared();
  private final String name = "m-" + UUID.randomUUID().toString().substring(0, 8);
  private final Deployed deployed = new Deployed(cloud, name);
  private final String tag;
  private final Path home;
  private final CommandLine bentoml;

  DeploymentConformanceTest(Pass pass, @TempDir Path home) {
    this.tag = Project.pushed(cloud, pass);
    this.home = home;
    this.bentoml = new CommandLine(cloud, pass, home);
  }

  @AfterEach
  void delete() {
    Stream.of(deployed.path(), "/api/v1/org_secrets/" + name)
        .filter(path -> cloud.status(path) == 200)
        .forEach(cloud::delete);
  }

  /** A deployment of which nothing runs. */
  private void idle() {
    secret();
    cloud.call(
        "POST",
        "/api/v2/deployments",
        """
        {"name": "%1$s", "bento": "%2$s", "secrets": ["%1$s"],
         "labels": [{"key": "team", "value": "ml"}], "envs": [{"name": "A", "value": "1"}],
         "services": {"Sample": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
        """
            .formatted(name, tag));
  }

  private void secret() {
    cloud.call(
        "POST",
        "/api/v1/org_secrets",
        """
        {"name": "%s", "content": {"items": [{"key": "HF_TOKEN", "value": "hidden-value"}]}}
        """
            .formatted(name));
  }

  @Test
  void create_is_deploy_by_another_name() {
    secret();

    bentoml
        .run(
            "deployment",
            "create",
            tag,
            "--name",
            name,
            "--scaling-min",
            "0",
            "--secret",
            name,
            "--env",
            "A=1")
        .succeeded();

    assertThat(deployed.config().get("secrets")).extracting(JsonNode::asText).containsExactly(name);
  }

  @Test
  void get_shows_the_configuration_and_the_status_and_never_a_value() {
    idle();
    deployed.awaitStatus("running");

    Output yaml = bentoml.run("deployment", "get", name);
    Output json = bentoml.run("deployment", "get", name, "-o", "json");

    assertThat(yaml.yaml().get("bento").asText()).isEqualTo(tag);
    JsonNode shown = json.json();
    assertThat(shown.at("/cluster").asText()).isEqualTo("default");
    assertThat(shown.at("/status/status").asText()).isEqualTo("running");
    assertThat(shown.at("/config/secrets/0").asText()).isEqualTo(name);
    assertThat(shown.at("/config/envs/0/value").asText()).isEqualTo("1");
    assertThat(yaml.text() + json.text()).doesNotContain("hidden-value");
  }

  @Test
  void get_of_what_is_not_there_says_so() {
    assertThat(bentoml.run("deployment", "get", "nothing").refused()).contains("not found");
  }

  @Test
  void list_prints_a_table_and_json_and_searches_by_name_label_and_cluster() {
    idle();

    assertThat(bentoml.run("deployment", "list").succeeded()).contains(name, tag, "default");
    assertThat(names("--search", name)).containsExactly(name);
    assertThat(names("--search", name, "--label", "team=ml")).containsExactly(name);
    assertThat(names("--search", name, "--label", "team=other")).isEmpty();
    assertThat(names("--search", name, "--cluster", "default")).containsExactly(name);
    assertThat(bentoml.run("deployment", "list", "--search", "no-such-name").succeeded())
        .doesNotContain(name);
  }

  private Stream<String> names(String... words) {
    String[] command =
        Stream.concat(Stream.of("deployment", "list", "-o", "json"), Stream.of(words))
            .toArray(String[]::new);
    return bentoml.run(command).json().valueStream().map(one -> one.get("name").asText());
  }

  @Test
  void update_changes_what_it_names_and_keeps_the_rest() {
    idle();

    bentoml.run("deployment", "update", name, "--env", "B=2", "--scaling-max", "3").succeeded();

    assertThat(deployed.config().get("envs").toString())
        .isEqualTo("[{\"name\":\"B\",\"value\":\"2\"}]");
    assertThat(deployed.service().at("/scaling/min_replicas").asInt()).isZero();
    assertThat(deployed.service().at("/scaling/max_replicas").asInt()).isEqualTo(3);
    assertThat(deployed.config().get("secrets")).extracting(JsonNode::asText).containsExactly(name);
    assertThat(deployed.state().get("labels").toString()).contains("team");
  }

  @Test
  void update_of_a_file_with_the_changed_keys_alone() throws IOException {
    idle();
    Files.writeString(
        home.resolve("patch.yaml"),
        "name: %s\nservices:\n  Sample:\n    instance_type: cpu.4\n".formatted(name));

    bentoml.run("deployment", "update", "-f", "patch.yaml").succeeded();

    assertThat(deployed.service().get("instance_type").asText()).isEqualTo("cpu.4");
    assertThat(deployed.service().at("/scaling/min_replicas").asInt()).isZero();
  }

  @Test
  void update_to_another_bento() {
    idle();
    Path sources = Project.writeTo(home.resolve("sources"));
    String other = Project.NAME + ":" + name;
    bentoml.in(sources, "build", "--version", name).succeeded();

    bentoml.run("deployment", "update", name, "--bento", other).succeeded();

    assertThat(deployed.bento()).isEqualTo(other);
    assertThat(deployed.state().get("revision").asInt()).isEqualTo(2);
  }

  @Test
  void update_of_what_is_not_there_says_so() {
    assertThat(bentoml.run("deployment", "update", "nothing", "--env", "A=1").refused())
        .contains("not found");
  }

  @Test
  void apply_makes_a_deployment_and_then_overrides_it() {
    String[] apply = {
      "deployment", "apply", tag, "-n", name, "--cluster", "default", "--scaling-min", "0"
    };
    bentoml
        .run(Stream.concat(Stream.of(apply), Stream.of("--env", "A=1")).toArray(String[]::new))
        .succeeded();
    assertThat(deployed.config().get("envs")).hasSize(1);

    bentoml.run(apply).succeeded();

    assertThat(deployed.config().get("envs")).isEmpty();
    assertThat(deployed.state().get("revision").asInt()).isEqualTo(2);
  }

  @Test
  void apply_of_a_file_is_the_whole_configuration() throws IOException {
    Files.writeString(
        home.resolve("deployment.yaml"),
        """
        name: %s
        bento: %s
        cluster: default
        labels: [{key: team, value: ml}]
        services:
          Sample:
            scaling: {min_replicas: 0, max_replicas: 2}
        """
            .formatted(name, tag));

    bentoml.run("deployment", "apply", "-f", "deployment.yaml").succeeded();
    bentoml.run("deployment", "apply", "-f", "deployment.yaml").succeeded();

    assertThat(deployed.service().at("/scaling/max_replicas").asInt()).isEqualTo(2);
    assertThat(deployed.state().at("/labels/0/value").asText()).isEqualTo("ml");
  }

  @Test
  void terminate_waits_until_nothing_runs_and_delete_removes_it() {
    idle();

    assertThat(bentoml.run("deployment", "terminate", name, "--wait").succeeded()).contains(name);
    assertThat(deployed.state().at("/status").asText()).isEqualTo("terminated");
    assertThat(bentoml.run("deployment", "delete", name).succeeded()).contains(name);

    assertThat(cloud.status(deployed.path())).isEqualTo(404);
    assertThat(bentoml.run("deployment", "delete", name).refused()).contains("not found");
    assertThat(bentoml.run("deployment", "terminate", name).refused()).contains("not found");
  }

  @Test
  void list_instance_types_shows_the_catalogue() {
    String table = bentoml.run("deployment", "list-instance-types").succeeded();
    JsonNode json = bentoml.run("deployment", "list-instance-types", "-o", "json").json();

    assertThat(table).contains("cpu.1", "500m", "2Gi", "gpu.t4.1", "nvidia-tesla-t4");
    assertThat(json).hasSizeGreaterThanOrEqualTo(7);
    assertThat(bentoml.run("deployment", "list-instance-types", "--cluster", "nowhere").refused())
        .contains("There is no cluster nowhere");
  }

  @Test
  void python_creates_calls_updates_lists_terminates_and_deletes() {
    secret();
    String printed =
        bentoml
            .python(
                """
                import bentoml
                made = bentoml.deployment.create(bento="%2$s", name="%1$s", secrets=["%1$s"])
                assert made.wait_until_ready(timeout=120, check_interval=1) == 0
                with made.get_client() as client:
                    print("answer", client.variable(name="HF_TOKEN"))
                bentoml.deployment.update(name="%1$s", envs=[{"name": "A", "value": "1"}])
                found = bentoml.deployment.get("%1$s")
                print("envs", found.get_config().envs)
                print("listed", "%1$s" in [each.name for each in bentoml.deployment.list()])
                bentoml.deployment.apply(
                    config_dict={"bento": "%2$s", "name": "%1$s", "cluster": "default",
                                 "services": {"Sample": {"scaling": {"min_replicas": 0}}}})
                print("applied", bentoml.deployment.get("%1$s").get_config().envs)
                bentoml.deployment.terminate("%1$s")
                bentoml.deployment.delete("%1$s")
                """
                    .formatted(name, tag))
            .succeeded();

    assertThat(printed)
        .contains("answer " + Deployed.fingerprint("hidden-value"), "'A'", "listed True")
        .containsPattern("applied (None|\\[\\])")
        .doesNotContain("hidden-value");
    assertThat(cloud.status(deployed.path())).isEqualTo(404);
  }
}
