package io.bentoform.provider.acceptance;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A secret and a deployment against a strict service that has BentoCloud's contract alone. */
class PlainDeploymentIT {

  private static final PlainCloud PLAIN = new PlainCloud();

  @RegisterExtension
  static final WireMockExtension CLOUD =
      WireMockExtension.newInstance()
          .options(wireMockConfig().dynamicPort().extensions(PLAIN))
          .build();

  private final Path folder;

  PlainDeploymentIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private Terraform terraform(String values, String version, String labels) {
    return Terraform.overridden(folder)
        .with("BENTO_CLOUD_API_ENDPOINT", CLOUD.baseUrl())
        .with("BENTO_CLOUD_API_KEY", "t")
        .main(
            """
            resource "bentocloud_secret" "hf" {
              name              = "hf"
              values_wo         = %s
              values_wo_version = "%s"
            }
            resource "bentocloud_deployment" "llm" {
              name    = "llm"
              bento   = "llm:v1"
              secrets = [bentocloud_secret.hf]
              envs    = { LEVEL = "info" }
              labels  = %s
              services = {
                Llm = { scaling = { min_replicas = 0, max_replicas = 2 } }
              }
            }
            """
                .formatted(values, version, labels));
  }

  private static String apply(Terraform terraform) throws Exception {
    Terraform.Result applied = terraform.run("apply", "-no-color", "-auto-approve");
    assertThat(applied.code()).as(applied.text()).isZero();
    Terraform.Result plan = terraform.run("plan", "-no-color", "-detailed-exitcode");
    assertThat(plan.code()).as(plan.text()).isZero();
    return applied.text();
  }

  @Test
  void a_value_restarts_a_key_replaces_and_labels_roll_out() throws Exception {
    CLOUD.stubFor(any(anyUrl()).willReturn(aResponse().withTransformers(PLAIN.getName())));
    String one = "{ HF_TOKEN = \"m4rker-one\" }";
    apply(terraform(one, "1", "{}"));
    assertThat(PLAIN.names("/api/v2/deployments")).containsExactly("llm");

    String restarted = apply(terraform("{ HF_TOKEN = \"m4rker-two\" }", "2", "{}"));
    assertThat(restarted).contains("bentocloud_deployment.llm: Modifying");
    CLOUD.verify(1, putRequestedFor(urlPathEqualTo("/api/v2/deployments/llm")));

    String relabelled =
        apply(terraform("{ HF_TOKEN = \"m4rker-two\" }", "2", "{ env = \"prod\" }"));
    assertThat(relabelled).contains("bentocloud_deployment.llm: Modifying");

    String two = "{ HF_TOKEN = \"m4rker-two\", HF_HOME = \"m4rker-home\" }";
    String replaced = apply(terraform(two, "3", "{ env = \"prod\" }"));
    assertThat(replaced)
        .contains("bentocloud_deployment.llm: Destroying")
        .contains("bentocloud_deployment.llm: Creating");
    assertThat(restarted + relabelled + replaced).doesNotContain("m4rker");

    Terraform.Result destroyed =
        terraform(two, "3", "{}").run("destroy", "-no-color", "-auto-approve");
    assertThat(destroyed.code()).as(destroyed.text()).isZero();
    assertThat(PLAIN.names("/api/v2/deployments")).isEmpty();
    assertThat(PLAIN.names("/api/v1/org_secrets")).isEmpty();
  }
}
