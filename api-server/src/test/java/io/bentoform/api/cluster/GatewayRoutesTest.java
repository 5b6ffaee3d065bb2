package io.bentoform.api.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.TestServer;
import io.bentoform.api.access.Caller;
import io.bentoform.api.access.TestTickets;
import io.bentoform.api.access.Tickets;
import io.bentoform.api.bento.ArchiveRoutes;
import io.bentoform.api.http.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What gateways in pods ask of a server, whose cluster is away. */
class GatewayRoutesTest {
  private static final String CLUSTERS = "/api/v1/clusters";
  private static final String REPORT =
      "{\"gateway\": \"g\", \"source\": \"\", \"version\": 0, \"whole\": true, \"services\": []}";
  private static final String WAITED =
      "{\"deployment\": \"d\", \"service\": \"s\", \"version\": \"v\"}";

  private final TestServer server = TestServer.shared();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String name = "g-" + UUID.randomUUID().toString().substring(0, 18);
  private final String uid = create();

  private String create() {
    var body = Json.MAPPER.createObjectNode().put("name", name);
    body.putObject("engine")
        .put("type", "kubernetes")
        .put("image", "example/python:1")
        .put("endpoint_domain", "models.example.org")
        .put("kubeconfig", SampleKubeconfig.of(SampleKubeconfig.NOWHERE, "t"))
        .putObject("gateway")
        .put("image", "example/bentoform:1");
    return server.call("POST", CLUSTERS, body.toString()).at("/uid").asText();
  }

  @AfterEach
  void delete() {
    server.call("DELETE", CLUSTERS + "/" + name);
    http.close();
  }

  private String token(String clusterUid) {
    return ticket(GatewayRoutes.TOKEN, clusterUid);
  }

  private String ticket(Tickets.Purpose purpose, String whatItOpens) {
    return "Bearer " + new TestTickets(server, Instant.EPOCH).of(purpose, whatItOpens);
  }

  private HttpResponse<String> post(String what, String authorization, String body)
      throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(server.url() + GatewayRoutes.path(uid) + what))
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exchange", "demand", "access"})
  void nothing_is_open_without_the_token_of_the_cluster(String what) throws Exception {
    String other = server.call("GET", CLUSTERS + "/default").at("/uid").asText();

    assertThat(post(what, "Bearer " + server.token(), "{}").statusCode()).isEqualTo(401);
    assertThat(post(what, "Bearer ", "{}").statusCode()).isEqualTo(401);
    assertThat(post(what, token(other), "{}").statusCode()).isEqualTo(401);
    assertThat(post(what, ticket(ArchiveRoutes.TICKET, uid), "{}").statusCode()).isEqualTo(401);
    assertThat(server.call("POST", GatewayRoutes.path(uid) + what, "{}").status()).isEqualTo(401);
  }

  @Test
  void the_token_of_a_cluster_that_is_gone_opens_nothing() throws Exception {
    String token = token(uid);
    server.call("DELETE", CLUSTERS + "/" + name);

    assertThat(post("access", token, server.token()).statusCode()).isEqualTo(401);
  }

  @Test
  void routes_and_demand_wait_while_the_cluster_is_away() throws Exception {
    HttpResponse<String> exchange = post("exchange", token(uid), REPORT);
    HttpResponse<String> demand = post("demand", token(uid), WAITED);

    assertThat(exchange.statusCode()).as(exchange.body()).isEqualTo(503);
    assertThat(exchange.headers().firstValue("Retry-After")).isPresent();
    assertThat(exchange.body()).contains(name);
    assertThat(demand.statusCode()).isEqualTo(503);
    assertThat(demand.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void a_gateway_learns_who_may_call_protected_endpoints_even_while_the_cluster_is_away()
      throws Exception {
    String endpoint = Caller.with(server, name, "[\"protected_endpoint_access\"]").token();
    String reader = Caller.with(server, name + "r", "[\"read_cluster\"]").token();

    assertThat(post("access", token(uid), endpoint).statusCode()).isEqualTo(204);
    assertThat(post("access", token(uid), reader).statusCode()).isEqualTo(403);
    assertThat(post("access", token(uid), "unknown").statusCode()).isEqualTo(403);
    assertThat(post("access", token(uid), "").statusCode()).isEqualTo(403);
  }
}
