package io.bentoform.provider.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.client.ApiException.Kind;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.log.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How failures of a foreign HTTP service reach the user. */
class HttpCallerTest {

  private static final Map<String, @Nullable Object> CONFIG = Map.of("bento", "b:1");

  @RegisterExtension
  static final WireMockExtension SERVICE =
      WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

  private static ControlApi api(String endpoint) {
    return new ControlApi(
        URI.create(endpoint), new Token("t0ken"), new Log(System.err, Log.Level.OFF));
  }

  private static ControlApi api() {
    return api(SERVICE.baseUrl());
  }

  @Test
  void the_token_goes_in_the_header_of_the_contract() {
    SERVICE.stubFor(any(anyUrl()).willReturn(okJson("{\"name\":\"a\"}")));
    assertThat(api().secrets().find("c 1", "a")).isPresent();
    SERVICE.verify(
        getRequestedFor(anyUrl())
            .withHeader("X-YATAI-API-TOKEN", equalTo("t0ken"))
            .withQueryParam("cluster", equalTo("c 1")));
  }

  @Test
  void a_token_that_ends_during_a_run_is_told_from_one_that_was_never_good() {
    ControlApi api = api();
    SERVICE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
    ApiException never =
        catchThrowableOfType(ApiException.class, () -> api.secrets().find(null, "a"));
    SERVICE.stubFor(any(anyUrl()).willReturn(okJson("{\"name\":\"a\"}")));
    assertThat(api.secrets().find(null, "a")).isPresent();
    SERVICE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)));
    ApiException ended =
        catchThrowableOfType(ApiException.class, () -> api.secrets().find(null, "a"));

    assertThat(never.text()).contains("Check \"api_token\"");
    assertThat(ended.text()).contains("expired or was deleted meanwhile");
  }

  @ParameterizedTest
  @CsvSource({
    "401, UNAUTHORIZED, token",
    "403, FORBIDDEN, token",
    "409, CONFLICT, 409",
    "422, INVALID, 422",
    "500, FAILED, 500",
    "302, UNEXPECTED_RESPONSE, 302",
    "201, FAILED, 201"
  })
  void each_status_but_200_is_a_failure(int status, Kind kind, String word) {
    SERVICE.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(status).withBody("{\"message\":\"no\"}")));
    ApiException e =
        catchThrowableOfType(ApiException.class, () -> api().secrets().find(null, "a"));
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e.text()).contains(word).contains(SERVICE.baseUrl());
  }

  @Test
  void a_missing_secret_is_no_failure_but_a_missing_page_is() {
    SERVICE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404).withBody("{}")));
    assertThat(api().secrets().find(null, "a")).isEmpty();
    SERVICE.stubFor(
        any(anyUrl()).willReturn(aResponse().withStatus(404).withBody("<html>nope</html>")));
    assertThatThrownBy(() -> api().secrets().find(null, "a"))
        .hasMessageContaining("is not the control API")
        .hasMessageNotContaining("nope");
  }

  @Test
  void a_secret_of_a_cluster_that_is_gone_is_missing_too() {
    SERVICE.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withBody("{\"type\":\"urn:bentoform:problem:unknown_cluster\"}")));
    assertThat(api().secrets().find("gone", "a")).isEmpty();
  }

  @Test
  void a_token_whose_scopes_do_not_reach_is_told_which_one_it_needs() {
    SERVICE.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(403)
                    .withBody("{\"detail\":\"This needs the scope write_cluster.\"}")));
    assertThatThrownBy(() -> api().secrets().find(null, "a"))
        .hasMessageContaining("This needs the scope write_cluster.");
  }

  @Test
  void a_web_page_in_place_of_the_api_is_named_with_the_endpoint() {
    SERVICE.stubFor(any(anyUrl()).willReturn(aResponse().withBody("<html>hello</html>")));
    assertThatThrownBy(() -> api().secrets().find(null, "a"))
        .hasMessageContaining(SERVICE.baseUrl())
        .hasMessageContaining("web page");
  }

  @Test
  void a_read_is_repeated_when_the_service_is_briefly_away() {
    SERVICE.stubFor(
        any(anyUrl())
            .inScenario("away")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(503))
            .willSetStateTo("back"));
    SERVICE.stubFor(
        any(anyUrl())
            .inScenario("away")
            .whenScenarioStateIs("back")
            .willReturn(okJson("{\"name\":\"a\"}")));
    assertThat(api().secrets().find(null, "a")).isPresent();
  }

  @Test
  void a_change_is_not_repeated_when_nobody_knows_whether_it_was_made() {
    SERVICE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(502)));
    assertThatThrownBy(() -> api().deployments().create(null, null, "a", CONFIG))
        .isInstanceOf(ApiException.class);
    SERVICE.verify(1, anyRequestedFor(anyUrl()));
  }

  @Test
  void a_change_is_repeated_when_it_was_refused_for_its_rate() {
    SERVICE.stubFor(
        any(anyUrl())
            .inScenario("rate")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withStatus(429).withHeader("Retry-After", "0"))
            .willSetStateTo("free"));
    SERVICE.stubFor(
        any(anyUrl())
            .inScenario("rate")
            .whenScenarioStateIs("free")
            .willReturn(okJson("{\"name\":\"a\"}")));
    assertThat(api().deployments().create(null, null, "a", CONFIG).name()).isEqualTo("a");
  }

  @Test
  void nothing_at_the_address_is_told_with_the_address_and_no_request_to_search_for()
      throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    assertThatThrownBy(() -> api("http://127.0.0.1:" + port).secrets().find(null, "a"))
        .hasMessageContaining("127.0.0.1:" + port)
        .hasMessageContaining("cannot be reached")
        .isInstanceOfSatisfying(
            ApiException.class, e -> assertThat(e.text()).doesNotContain("Request id"));
  }

  @Test
  void a_creation_is_sent_again_after_a_lost_answer_only_when_it_says_which_object_it_makes() {
    SERVICE.stubFor(
        post(anyUrl())
            .inScenario("lost")
            .whenScenarioStateIs(Scenario.STARTED)
            .willReturn(aResponse().withFault(Fault.EMPTY_RESPONSE))
            .willSetStateTo("reached"));
    SERVICE.stubFor(
        post(anyUrl())
            .inScenario("lost")
            .whenScenarioStateIs("reached")
            .willReturn(okJson("{\"name\":\"a\"}")));
    SecretContent content = new SecretContent("env", null, "runtime", Map.of("K", "v"), Map.of());

    assertThat(api().secrets().create(null, Origin.newUid(), "a", "", content).name())
        .isEqualTo("a");

    SERVICE.resetScenarios();
    assertThatThrownBy(() -> api().secrets().create(null, null, "a", "", content))
        .isInstanceOf(ApiException.class);
  }

  private static List<String> requestIds() {
    return SERVICE.findAll(anyRequestedFor(anyUrl())).stream()
        .map(request -> request.getHeader("X-Request-Id"))
        .toList();
  }

  private static ApiException failure(ResponseDefinitionBuilder answer) {
    SERVICE.stubFor(any(anyUrl()).willReturn(answer));
    return catchThrowableOfType(
        ApiException.class, () -> api().deployments().create(null, null, "a", CONFIG));
  }

  @Test
  void each_call_has_an_id_which_its_retries_share_and_its_failure_names() {
    SERVICE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(503)));
    ApiException e =
        catchThrowableOfType(ApiException.class, () -> api().secrets().find(null, "a"));
    List<String> first = requestIds();
    assertThat(first).hasSizeGreaterThan(1).containsOnly(first.getFirst());
    assertThat(first.getFirst()).matches("[A-Za-z0-9._-]{1,64}");
    assertThat(e.text()).endsWith("(Request id: " + first.getFirst() + ")");

    SERVICE.resetRequests();
    assertThat(failure(aResponse().withStatus(500)).text()).doesNotContain(first.getFirst());
    assertThat(requestIds()).doesNotContain(first.getFirst());
  }

  @Test
  void a_server_with_an_id_of_its_own_is_quoted_with_that_one() {
    assertThat(failure(aResponse().withStatus(500).withHeader("X-Request-Id", "req-7")).text())
        .endsWith("(Request id: req-7)");
    assertThat(failure(aResponse().withBody("<html>").withHeader("X-Request-Id", "r8")).text())
        .endsWith("(Request id: r8)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "t0ken", "x/y", ""})
  void an_id_of_a_server_that_is_no_id_or_quotes_the_token_is_not_shown(String id) {
    String text = failure(aResponse().withStatus(500).withHeader("X-Request-Id", id)).text();

    assertThat(text).endsWith("(Request id: " + requestIds().getLast() + ")");
    assertThat(text).doesNotContain("t0ken");
  }

  @Test
  void a_problem_of_one_attribute_names_the_request_too() {
    ApiException e =
        failure(
            aResponse()
                .withStatus(422)
                .withHeader("X-Request-Id", "r9")
                .withBody("{\"errors\":[{\"pointer\":\"/name\",\"detail\":\"too long\"}]}"));

    assertThat(ApiErrors.describe("create it", e, pointer -> Path.ROOT))
        .extracting(Diagnostic::detail)
        .containsExactly("too long (Request id: r9)");
  }

  @Test
  void a_connection_that_breaks_after_the_request_was_sent_names_it() {
    String text = failure(aResponse().withFault(Fault.EMPTY_RESPONSE)).text();

    assertThat(text).contains("closed the connection").endsWith(requestIds().getLast() + ")");
  }

  @Test
  void a_text_that_repeats_a_value_is_withheld() {
    SERVICE.stubFor(
        any(anyUrl())
            .willReturn(
                aResponse()
                    .withStatus(422)
                    .withBody(
                        "{\"detail\":\"hunter2 is bad\",\"errors\":[{\"pointer\":\"/x\","
                            + "\"detail\":\"hunter2\"}]}")));
    SecretContent content =
        new SecretContent("env", null, "runtime", Map.of("K", "hunter2"), Map.of());
    ApiException e =
        catchThrowableOfType(
            ApiException.class, () -> api().secrets().create(null, null, "a", "", content));
    assertThat(e.text() + e.details()).doesNotContain("hunter2").contains("withheld");
  }

  @Test
  void a_service_that_does_not_know_its_version_is_a_plain_one() {
    SERVICE.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(404)));
    assertThat(api().capabilities().comparesSecrets()).isFalse();
  }
}
