package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bentoml deploy ...}: from sources, from a tag, from a file, to a process that answers. */
@ConformanceTest
class DeployConformanceTest {
  private final Cloud cloud = Cloud.shared();
  private final String name = "d-" + UUID.randomUUID().toString().substring(0, 8);
  private final Deployed deployed = new Deployed(cloud, name);
  private final Pass pass;
  private final Path folder;
  private final CommandLine bentoml;

  DeployConformanceTest(Pass pass, @TempDir Path folder) {
    this.pass = pass;
    this.folder = folder;
    this.bentoml = new CommandLine(cloud, pass, folder.resolve("home"));
  }

  @AfterEach
  void delete() {
    Stream.of(deployed.path(), "/api/v1/org_secrets/" + name)
        .filter(path -> cloud.status(path) == 200)
        .forEach(cloud::delete);
  }

  private void secret(String key, String value) {
    cloud.call(
        "POST",
        "/api/v1/org_secrets",
        """
        {"name": "%s", "content": {"items": [{"key": "%s", "value": "%s"}]}}
        """
            .formatted(name, key, value));
  }

  private String tag() {
    return Project.pushed(cloud, pass);
  }

  /** Deploys a bento that is on the server alone, without starting anything. */
  private Output idle(String... words) {
    List<String> command =
        new ArrayList<>(
            List.of("deploy", tag(), "--name", name, "--scaling-min", "0", "--scaling-max", "1"));
    command.addAll(List.of(words));
    return bentoml.run(command.toArray(String[]::new));
  }

  @Test
  void deploy_of_a_folder_with_a_secret_waits_until_it_answers_and_shows_the_build() {
    secret("HF_TOKEN", "hidden-value");
    Path sources = Project.withRequirements(folder.resolve("sources"));

    Output output = bentoml.in(sources, "deploy", ".", "--name", name, "--secret", name);

    String printed = output.succeeded();
    assertThat(printed)
        .contains("Created deployment \"" + name + "\" in cluster \"default\"")
        .contains("is ready")
        .contains("is unpacked", "pip install", "Its Python environment is ready")
        .doesNotContain("hidden-value");
    assertThat(deployed.state().at("/status").asText()).isEqualTo("running");
    assertThat(deployed.variable("HF_TOKEN")).isEqualTo(Deployed.fingerprint("hidden-value"));
  }

  @Test
  void deploy_without_words_takes_the_folder_and_the_server_chooses_a_name() {
    Path sources = Project.writeTo(folder.resolve("sources"));

    String printed = bentoml.in(sources, "deploy", "--no-wait").succeeded();

    String chosen = printed.replaceAll("(?s).*Created deployment \"([^\"]+)\".*", "$1");
    assertThat(chosen).matches("sample-[a-z0-9]{4}");
    Deployed other = new Deployed(cloud, chosen).awaitStatus("running");
    assertThat(other.variable("HF_TOKEN")).isEqualTo("absent");
    cloud.delete(other.path());
  }

  @Test
  void deploy_of_a_tag_that_is_on_the_server_alone() {
    assertThat(idle().succeeded()).contains("is ready");

    assertThat(deployed.bento()).isEqualTo(tag());
    assertThat(deployed.state().at("/status").asText()).isEqualTo("running");
  }

  @Test
  void deploy_of_a_name_takes_the_latest() {
    tag();
    JsonNode latest = cloud.get("/api/v1/bento_repositories/" + Project.NAME + "/bentos?count=1");

    bentoml
        .run("deploy", Project.NAME, "--name", name, "--scaling-min", "0", "--no-wait")
        .succeeded();

    assertThat(deployed.bento())
        .isEqualTo(Project.NAME + ":" + latest.at("/items/0/version").asText());
  }

  @Test
  void deploy_with_every_flag_keeps_every_one() {
    bentoml.with("FROM_SHELL", "of the shell");
    idle(
            "--env",
            "A=1",
            "--env",
            "FROM_SHELL",
            "--instance-type",
            "cpu.2",
            "--strategy",
            "RollingUpdate",
            "--access-authorization",
            "true",
            "--label",
            "team=ml",
            "--cluster",
            "default",
            "--timeout",
            "60",
            "--wait")
        .succeeded();

    JsonNode config = deployed.config();
    assertThat(config.get("access_authorization").asBoolean()).isTrue();
    assertThat(config.get("envs").toString())
        .contains("{\"name\":\"A\",\"value\":\"1\"}")
        .contains("{\"name\":\"FROM_SHELL\",\"value\":\"of the shell\"}");
    JsonNode service = deployed.service();
    assertThat(service.get("instance_type").asText()).isEqualTo("cpu.2");
    assertThat(service.get("deployment_strategy").asText()).isEqualTo("RollingUpdate");
    assertThat(service.at("/scaling/min_replicas").asInt()).isZero();
    assertThat(service.at("/scaling/max_replicas").asInt()).isEqualTo(1);
    assertThat(deployed.state().get("labels").toString())
        .isEqualTo("[{\"key\":\"team\",\"value\":\"ml\"}]");
  }

  @Test
  void deploy_of_the_file_of_the_manual_keeps_every_key_and_names_what_is_not_honoured()
      throws IOException {
    secret("HF_TOKEN", "hidden-value");
    Files.createDirectories(folder.resolve("home"));
    Files.writeString(folder.resolve("home/deployment.yaml"), file());

    bentoml.run("deploy", "-f", "deployment.yaml").succeeded();

    JsonNode service = deployed.service();
    assertThat(service.at("/scaling/policy/scale_up_behavior").asText()).isEqualTo("fast");
    assertThat(service.at("/scaling/policy/scale_down_stabilization_window").asInt()).isEqualTo(60);
    assertThat(service.at("/scaling/policy/metrics/0/type").asText()).isEqualTo("cpu");
    assertThat(service.at("/config_overrides/traffic/timeout").asInt()).isEqualTo(30);
    assertThat(deployed.config().get("secrets")).extracting(JsonNode::asText).containsExactly(name);
    String conditions = deployed.state().get("conditions").toString();
    assertThat(conditions.contains("instance type cpu.1 are not enforced"))
        .as("told where the machine has no control groups: %s", conditions)
        .isEqualTo(conditions.contains("LimitsEnforced"));
    assertThat(conditions).doesNotContain("scaling");
    assertThat(deployed.ask("/variable", "HF_TOKEN", "").statusCode()).isEqualTo(401);
    assertThat(deployed.ask("/variable", "HF_TOKEN", cloud.token()).body())
        .isEqualTo(Deployed.fingerprint("hidden-value"));
    assertThat(deployed.ask("/variable", "LOG_LEVEL", cloud.token()).body())
        .isEqualTo(Deployed.fingerprint("debug"));
    assertThat(deployed.ask("/variable", "EVERYWHERE", cloud.token()).body())
        .isEqualTo(Deployed.fingerprint("yes"));
    String client =
        """
        import bentoml, os
        deployment = bentoml.deployment.get("%s")
        assert deployment.wait_until_ready(timeout=120, check_interval=1) == 0
        with deployment.get_client(token=os.environ["BENTO_CLOUD_API_KEY"]) as client:
            print(client.variable(name="HF_TOKEN"))
        """
            .formatted(name);
    assertThat(bentoml.python(client).succeeded()).contains(Deployed.fingerprint("hidden-value"));
  }

  @Test
  void a_service_that_rests_at_zero_answers_its_first_request_and_takes_a_rotated_secret()
      throws IOException {
    secret("HF_TOKEN", "first-value");
    Files.createDirectories(folder.resolve("home"));
    Files.writeString(folder.resolve("home/deployment.yaml"), resting());

    assertThat(bentoml.run("deploy", "-f", "deployment.yaml").succeeded()).contains("is ready");
    assertThat(deployed.variable("HF_TOKEN")).isEqualTo(Deployed.fingerprint("first-value"));

    deployed.awaitStatus("scaled-to-zero");
    assertThat(bentoml.run("deployment", "get", name).yaml().at("/endpoint_urls")).hasSize(1);
    String client =
        """
        import bentoml
        with bentoml.deployment.get("%s").get_client() as client:
            print(client.variable(name="HF_TOKEN"))
        """
            .formatted(name);
    assertThat(bentoml.python(client).succeeded()).contains(Deployed.fingerprint("first-value"));

    bentoml.run("secret", "apply", name, "HF_TOKEN=second-value").succeeded();
    cloud.call("PUT", deployed.path() + "/void_update?cluster=", "");
    deployed.awaitRevision(2).awaitStatus("scaled-to-zero");
    assertThat(deployed.variable("HF_TOKEN")).isEqualTo(Deployed.fingerprint("second-value"));
  }

  /** The deployment file of the page "Manage secrets", with a shorter window. */
  private String resting() {
    return """
    bento: '%s'
    name: '%s'
    access_authorization: false
    secrets:
      - '%s'
    services:
      Sample:
        instance_type: 'gpu.l4.1'
        scaling:
          min_replicas: 0
          max_replicas: 1
          policy:
            scale_up_behavior: 'fast'
            scale_up_stabilization_window: 0
            scale_down_behavior: 'stable'
            scale_down_stabilization_window: 2
        deployment_strategy: 'RollingUpdate'
    """
        .formatted(tag(), name, name);
  }

  private String file() {
    return """
    bento: %s
    name: %s
    access_authorization: true
    envs:
      - name: EVERYWHERE
        value: "yes"
    secrets:
      - %s
    services:
      Sample:
        instance_type: cpu.1
        envs:
          - name: LOG_LEVEL
            value: debug
        scaling:
          min_replicas: 1
          max_replicas: 3
          policy:
            metrics:
              - type: cpu
                value: 80
            scale_up_behavior: fast
            scale_up_stabilization_window: 0
            scale_down_behavior: stable
            scale_down_stabilization_window: 60
        deployment_strategy: RollingUpdate
        config_overrides:
          traffic:
            timeout: 30
    cluster: default
    """
        .formatted(tag(), name, name);
  }

  @Test
  void deploy_of_a_dictionary() {
    String dictionary =
        """
        {"bento": "%s", "name": "%s", "services": {"Sample": {"scaling": {"min_replicas": 0}}}}
        """
            .formatted(tag(), name);

    bentoml.run("deploy", "--config-dict", dictionary, "--no-wait").succeeded();

    assertThat(deployed.service().at("/scaling/max_replicas").asInt()).isEqualTo(1);
  }

  @Test
  void deploy_that_takes_longer_than_its_timeout_says_so_and_goes_on() {
    Output output = bentoml.run("deploy", tag(), "--name", name, "--timeout", "1");

    assertThat(output.refused()).contains("Time out waiting");
    deployed.awaitStatus("running");
  }

  @Test
  void deploy_of_what_is_not_there_says_what_to_do() {
    String bento = bentoml.run("deploy", "nothing:v1", "--name", name).refused();
    assertThat(bento).contains("nothing");
    assertThat(idle("--secret", "no-such-secret").refused()).contains("no-such-secret");
    assertThat(idle("--instance-type", "cpu.999").refused()).contains("There is no instance type");
    assertThat(idle("--cluster", "nowhere").refused()).contains("There is no cluster nowhere");
    assertThat(cloud.status(deployed.path())).isEqualTo(404);
  }

  @Test
  void deploy_of_a_name_that_is_taken_says_so() {
    idle().succeeded();

    assertThat(idle().refused()).contains("Deployment " + name + " already exists");
  }
}
