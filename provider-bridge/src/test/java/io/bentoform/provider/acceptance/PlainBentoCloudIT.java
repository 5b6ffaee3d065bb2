package io.bentoform.provider.acceptance;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.patch;
import static com.github.tomakehurst.wiremock.client.WireMock.patchRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against a service that knows BentoCloud's contract and nothing more. All commands of a test are
 * served by one warm process.
 */
class PlainBentoCloudIT {

  private static final String SECRET =
      """
      {"uid":"u","created_at":"2026-05-01T10:11:12Z","updated_at":null,"deleted_at":null,
       "name":"hf","resource_type":"secret","labels":[],"description":"",
       "creator":{"name":"a","email":"","first_name":"","last_name":""},
       "cluster":{"name":"default"},
       "content":{"type":"env","path":null,"stage":"runtime","items":[{"key":"HF_TOKEN"}]}}
      """;

  @RegisterExtension
  static final WireMockExtension CLOUD =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private final Path folder;
  private final WarmFolder warm;

  PlainBentoCloudIT(@TempDir Path folder) {
    this.folder = folder;
    this.warm = new WarmFolder(folder);
  }

  @AfterEach
  void end() throws Exception {
    List<Long> pids = warm.pids();
    warm.end();
    assertThat(pids).hasSize(1);
  }

  private Terraform terraform(String version) {
    return Terraform.overridden(folder)
        .with("BENTOCLOUD_WARM", "1m")
        .with("XDG_RUNTIME_DIR", folder.toString())
        .with("BENTO_CLOUD_API_ENDPOINT", CLOUD.baseUrl())
        .with("BENTO_CLOUD_API_KEY", "t")
        .main(
            """
            variable "token" {
              type      = string
              ephemeral = true
              sensitive = true
            }
            resource "bentocloud_secret" "hf" {
              name      = "hf"
              values_wo = { HF_TOKEN = var.token }
              %s
            }
            output "revision" { value = bentocloud_secret.hf.revision }
            """
                .formatted(version));
  }

  private static void serveSecrets() {
    CLOUD.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404).withBody("{}")));
    CLOUD.stubFor(
        post(urlPathEqualTo("/api/v1/org_secrets"))
            .inScenario("life")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(okJson(SECRET))
            .willSetStateTo("made"));
    CLOUD.stubFor(
        get(urlPathEqualTo("/api/v1/org_secrets/hf"))
            .inScenario("life")
            .whenScenarioStateIs("made")
            .willReturn(okJson(SECRET)));
    CLOUD.stubFor(patch(urlPathEqualTo("/api/v1/org_secrets/hf")).willReturn(okJson(SECRET)));
  }

  @Test
  void a_secret_needs_a_version_and_the_plan_says_so() throws Exception {
    serveSecrets();
    Terraform.Result plan = terraform("").run("plan", "-no-color", "-var", "token=one");
    assertThat(plan.code()).isEqualTo(1);
    assertThat(plan.text())
        .contains("This API cannot compare values")
        .contains("values_wo_version");
  }

  @Test
  void with_a_version_it_is_written_once_for_each_version_and_numbered_here() throws Exception {
    serveSecrets();
    Terraform one = terraform("values_wo_version = \"1\"");
    Terraform.Result made =
        one.run("apply", "-no-color", "-auto-approve", "-var", "token=m4rker-one");
    assertThat(made.code()).as(made.text()).isZero();
    CLOUD.verify(
        1,
        postRequestedFor(urlPathEqualTo("/api/v1/org_secrets"))
            .withRequestBody(matchingJsonPath("$.content.items[0].value")));
    Terraform.Result same =
        one.run("plan", "-no-color", "-detailed-exitcode", "-var", "token=m4rker-other");
    assertThat(same.code()).as(same.text()).isZero();
    Terraform two = terraform("values_wo_version = \"2\"");
    Terraform.Result changed =
        two.run("apply", "-no-color", "-auto-approve", "-var", "token=m4rker-two");
    assertThat(changed.code()).as(changed.text()).isZero();
    assertThat(changed.text()).contains("revision = 2");
    CLOUD.verify(1, patchRequestedFor(urlPathEqualTo("/api/v1/org_secrets/hf")));
    String state = Files.readString(folder.resolve("terraform.tfstate"));
    assertThat(state + made.text() + same.text() + changed.text()).doesNotContain("m4rker");
  }

  @Test
  void an_engine_of_a_cluster_is_refused_by_the_plan_and_a_cluster_without_one_is_not()
      throws Exception {
    CLOUD.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404).withBody("{}")));
    String cluster = "resource \"bentocloud_cluster\" \"gpu\" {\n  name = \"gpu\"\n  %s\n}\n";
    Terraform with = terraform("").main(cluster.formatted("engine = { type = \"kubernetes\" }"));
    assertThat(with.run("plan", "-no-color").text())
        .contains("This API has no engines of clusters")
        .contains("engine = { type");

    Terraform without = terraform("").main(cluster.formatted(""));
    assertThat(without.run("plan", "-no-color").code()).isZero();
  }

  @Test
  void a_web_page_in_place_of_the_api_is_told() throws Exception {
    CLOUD.stubFor(any(urlPathMatching("/.*")).willReturn(aResponse().withBody("<html></html>")));
    Terraform.Result plan =
        terraform("values_wo_version = \"1\"")
            .run("apply", "-auto-approve", "-no-color", "-var", "token=one");
    assertThat(plan.code()).isEqualTo(1);
    assertThat(plan.text().replaceAll("[\\s│]+", " ")).contains("is not the control API");
  }
}
