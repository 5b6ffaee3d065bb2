package io.bentoform.provider.bentocloud.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.provider.cty.Value;
import org.junit.jupiter.api.Test;

/** Deployment files and the arguments of the resource. */
class DeploymentFileTest {

  /** The file of the page "Manage secrets" of BentoCloud's manual, with more of what there is. */
  private static final String FILE =
      """
      name: my-deployment
      bento: my_bento:v1
      cluster: default
      access_authorization: true
      secrets:
      - huggingface
      envs:
      - name: LEVEL
        value: info
      labels:
      - key: env
        value: prod
      services:
        MyService:
          instance_type: gpu.l4.1
          cold_start_timeout: 120
          scaling:
            min_replicas: 0
            max_replicas: 5
            policy:
              scale_up_behavior: fast
              metrics:
              - type: CPU
                value: "80"
          deployment_strategy: RollingUpdate
          config_overrides:
            traffic:
              timeout: 30.5
              none: null
              off: false
      """;

  private static final String CANARY =
      """
      canary:
        route_type: header
        route_by: X-User
        versions:
          v2:
            bento: my_bento:v2
            weight: 10
            secrets:
            - openai
            envs:
            - name: LEVEL
              value: debug
            services:
              MyService:
                scaling:
                  min_replicas: 0
                  max_replicas: 2
          v3:
            weight: 5
      """;

  @Test
  void a_file_becomes_the_arguments_of_the_resource() throws Exception {
    Value.Fields arguments = DeploymentFile.parse(FILE);

    assertThat(arguments.get("name")).isEqualTo(Value.text("my-deployment"));
    assertThat(arguments.get("access_authorization")).isEqualTo(Value.bool(true));
    assertThat(arguments.get("envs").asTextMap())
        .containsExactly(java.util.Map.entry("LEVEL", "info"));
    assertThat(arguments.get("labels").asTextMap())
        .containsExactly(java.util.Map.entry("env", "prod"));
    assertThat(arguments.get("secrets").asList().getFirst().get("name"))
        .isEqualTo(Value.text("huggingface"));
    Value.Fields service = fields(arguments.get("services"), "MyService");
    assertThat(service.get("instance_type")).isEqualTo(Value.text("gpu.l4.1"));
    assertThat(fields(service, "scaling").get("min_replicas")).isEqualTo(Value.number(0));
    assertThat(service.get("config_overrides").asText().orElse(""))
        .isEqualTo("{\"traffic\":{\"timeout\":30.5,\"none\":null,\"off\":false}}");
  }

  @Test
  void canary_versions_of_a_file_keep_what_they_leave_to_the_main_version_open() throws Exception {
    Value.Fields arguments = DeploymentFile.parse(FILE + CANARY);

    Value.Fields canary = fields(arguments, "canary");
    assertThat(canary.get("route_by")).isEqualTo(Value.text("X-User"));
    Value.Fields second = fields(canary.get("versions"), "v2");
    assertThat(second.get("weight")).isEqualTo(Value.number(10));
    assertThat(second.get("envs").asTextMap()).containsKey("LEVEL");
    assertThat(fields(second.get("services"), "MyService").get("scaling").isPresent()).isTrue();
    Value.Fields third = fields(canary.get("versions"), "v3");
    assertThat(third.entries().values().stream().filter(Value::isPresent)).hasSize(1);
    assertThat(DeploymentFile.parse(DeploymentFile.format(arguments))).isEqualTo(arguments);
  }

  private static Value.Fields fields(Value in, String name) {
    return (Value.Fields) in.get(name);
  }

  @Test
  void the_arguments_become_a_file_that_says_the_same() throws Exception {
    Value.Fields arguments = DeploymentFile.parse(FILE);

    String written = DeploymentFile.format(arguments);

    assertThat(DeploymentFile.parse(written)).isEqualTo(arguments);
    assertThat(written).contains("name: my-deployment").doesNotContain("canary");
  }

  @Test
  void what_the_resource_cannot_say_is_refused_by_name() {
    assertThatThrownBy(() -> DeploymentFile.parse("bento: a:b\ndev: true\n"))
        .hasMessageContaining("\"dev\"");
    assertThatThrownBy(
            () -> DeploymentFile.parse("services: {A: {extras: {deployment_strategy: x}}}"))
        .hasMessageContaining("extras")
        .hasMessageContaining("\"A\"");
  }

  @Test
  void what_is_no_deployment_file_is_refused_without_its_text() {
    assertThatThrownBy(() -> DeploymentFile.parse("hidden: [")).message().doesNotContain("hidden");
    assertThatThrownBy(() -> DeploymentFile.parse("- hidden")).message().doesNotContain("hidden");
  }
}
