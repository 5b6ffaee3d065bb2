package io.bentoform.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.Answer;
import io.bentoform.api.Routes;
import io.bentoform.api.TestServer;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.crypto.Hidden;
import io.helidon.common.uri.UriPath;
import io.helidon.http.Method;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which scope opens which route. */
class ScopeTest {
  private final TestServer server = TestServer.shared();
  private final String name = "s-" + UUID.randomUUID().toString().substring(0, 18);

  @Test
  void every_route_has_a_scope_decision() {
    Set<String> undecided = new TreeSet<>();
    for (String route : Routes.of(server)) {
      Method method = Method.create(route.substring(0, route.indexOf(' ')));
      String path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{[^}]*}", "x");
      if (RouteScopes.of(method, UriPath.create(path)).isEmpty()) {
        undecided.add(route);
      }
    }

    assertThat(undecided).isEmpty();
  }

  @Test
  void these_routes_and_no_others_need_no_token() {
    Set<String> open = new TreeSet<>();
    for (String route : Routes.of(server)) {
      String path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{[^}]*}", "x");
      Method method = Method.create(route.substring(0, route.indexOf(' ')));
      if (RouteScopes.of(method, UriPath.create(path)).orElseThrow()
          instanceof RouteScopes.Need.Open) {
        open.add(route);
      }
    }

    assertThat(open)
        .containsExactlyInAnyOrder(
            "GET /api/v1/version",
            "GET /api/v1/archives/{digest}",
            "POST /api/v1/gateways/{cluster_uid}/exchange",
            "POST /api/v1/gateways/{cluster_uid}/demand",
            "POST /api/v1/gateways/{cluster_uid}/access",
            "GET /api/v1/auth/code",
            "GET /api/v1/auth/token",
            "POST /api/v1/session",
            "GET /openapi");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    /api/v1/auth/current,                               ",
    "GET,    /api/v1/current_org,                                ",
    "GET,    /api/v1/auth/login_request,                         ",
    "POST,   /api/v1/auth/login_request,                         WRITE_ORGANIZATION",
    "GET,    /api/v1/secret_templates,                           ",
    "GET,    /api/v1/root_key,                                   READ_ORGANIZATION",
    "PUT,    /api/v1/root_key/backup,                            WRITE_ORGANIZATION",
    "GET,    /api/v1/audit,                                      READ_ORGANIZATION",
    "GET,    /api/v1/api_tokens,                                 READ_ORGANIZATION",
    "POST,   /api/v1/api_tokens,                                 WRITE_ORGANIZATION",
    "DELETE, /api/v1/api_tokens/u,                               WRITE_ORGANIZATION",
    "GET,    /api/v1/clusters,                                   READ_ORGANIZATION",
    "POST,   /api/v1/clusters,                                   WRITE_ORGANIZATION",
    "GET,    /api/v1/clusters/default,                           READ_ORGANIZATION",
    "GET,    /api/v1/instance_types,                             READ_ORGANIZATION",
    "PATCH,  /api/v1/instance_types/cpu.1,                       WRITE_ORGANIZATION",
    "GET,    /api/v1/bento_repositories,                         READ_ORGANIZATION",
    "GET,    /api/v1/bento_repositories/b/bentos/1/download,     READ_ORGANIZATION",
    "PATCH,  /api/v1/bento_repositories/b/bentos/1/presign_download_url, READ_ORGANIZATION",
    "PATCH,  /api/v1/bento_repositories/b/bentos/1/start_upload, WRITE_ORGANIZATION",
    "PUT,    /api/v1/bento_repositories/b/bentos/1/upload,       WRITE_ORGANIZATION",
    "GET,    /api/v1/bentos,                                     READ_ORGANIZATION",
    "GET,    /api/v1/model_repositories/m/models/1/download,     READ_ORGANIZATION",
    "PATCH,  /api/v1/model_repositories/m/models/1/presign_download_url, READ_ORGANIZATION",
    "PUT,    /api/v1/model_repositories/m/models/1/upload,       WRITE_ORGANIZATION",
    "GET,    /api/v1/models,                                     READ_ORGANIZATION",
    "GET,    /api/v1/org_secrets,                                READ_CLUSTER",
    "GET,    /api/v1/org_secrets/s,                              READ_CLUSTER",
    "PATCH,  /api/v1/org_secrets/s,                              WRITE_CLUSTER",
    "POST,   /api/v1/org_secrets/s/compare,                      PLAN_CLUSTER",
    "POST,   /api/v1/org_secrets/s/impact,                       PLAN_CLUSTER",
    "GET,    /api/v1/org_secrets/s/revisions,                    READ_CLUSTER",
    "PATCH,  /api/v1/org_secrets/compare,                        WRITE_CLUSTER",
    "GET,    /api/v2/deployments,                                READ_CLUSTER",
    "GET,    /api/v2/deployments/d/files,                        READ_CLUSTER",
    "GET,    /api/v2/deployments/d/revisions,                    READ_CLUSTER",
    "POST,   /api/v2/deployments/check,                          PLAN_CLUSTER",
    "POST,   /api/v2/deployments/check_many,                     PLAN_CLUSTER",
    "PUT,    /api/v2/deployments/check,                          WRITE_CLUSTER",
    "DELETE, /api/v2/deployments/check,                          WRITE_CLUSTER",
    "POST,   /api/v2/deployments/check/terminate,                WRITE_CLUSTER",
    "PUT,    /api/v2/deployments/d/void_update,                  WRITE_CLUSTER",
    "POST,   /api/v2/deployments/d/terminate,                    WRITE_CLUSTER",
    "POST,   /api/v2/deployments/d/files,                        WRITE_CLUSTER",
    "DELETE, /api/v2/deployments/d/files,                        WRITE_CLUSTER",
    "GET,    /api/v1/terraform,                                  READ_CLUSTER",
    "GET,    /ws/v1/clusters/default/pods,                       READ_CLUSTER",
    "GET,    /ws/v1/clusters/default/tail,                       READ_CLUSTER",
    "GET,    /ws/v2/deployments/d/pods,                          READ_CLUSTER"
  })
  void the_table_says_which_scope_a_request_needs(String method, String path, Scope scope) {
    RouteScopes.Need expected =
        scope == null ? new RouteScopes.Need.AnyToken() : new RouteScopes.Need.Token(scope);

    assertThat(RouteScopes.of(Method.create(method), UriPath.create(path))).contains(expected);
  }

  @Test
  void a_path_that_the_table_does_not_name_is_there_for_nobody() {
    assertThat(
            List.of(
                "/api/v1/nothing",
                "/api/v1/org_secretsx",
                "/api/v1/clusters/default/deployments",
                "/api/v3/deployments",
                "/nothing",
                "/consoles"))
        .allSatisfy(
            path ->
                assertThat(RouteScopes.of(Method.GET, UriPath.create(path))).as(path).isEmpty());
    assertThat(server.call("GET", "/api/v1/nothing").status()).isEqualTo(404);
    assertThat(server.send(server.anonymous("/api/v1/nothing"), "GET", new byte[0]).status())
        .isEqualTo(401);
  }

  @Test
  void a_path_that_is_written_in_another_way_is_decided_as_the_one_that_it_means() {
    assertThat(
            List.of(
                "/api/v1//org_secrets",
                "/api/v1/bentos/../org_secrets",
                "/api/v1/%6Frg_secrets",
                "/api/v1/org_secrets;a=b"))
        .allSatisfy(
            path ->
                assertThat(RouteScopes.of(Method.POST, UriPath.create(path)))
                    .as(path)
                    .contains(new RouteScopes.Need.Token(Scope.WRITE_CLUSTER)));
  }

  @Test
  void a_token_that_reads_clusters_may_not_write_them_and_is_told_what_it_needs() {
    Caller reader = Caller.with(server, name, "[\"read_cluster\"]");

    assertThat(reader.call("GET", "/api/v1/org_secrets").status()).isEqualTo(200);
    assertThat(reader.call("GET", "/api/v2/deployments").status()).isEqualTo(200);
    Answer refused =
        reader.call(
            "POST",
            "/api/v1/org_secrets",
            "{\"name\": \"x\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": \"1\"}]}}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.contentType()).isEqualTo("application/problem+json");
    assertThat(refused.at("/detail").asText())
        .isEqualTo("This needs the scope write_cluster; the token has read_cluster.");
    assertThat(reader.call("GET", "/api/v1/clusters").status()).isEqualTo(403);
  }

  @Test
  void writing_includes_reading_of_the_same_kind_alone() {
    Caller organization = Caller.with(server, name + "o", "[\"write_organization\"]");
    Caller cluster = Caller.with(server, name + "c", "[\"write_cluster\"]");

    assertThat(organization.call("GET", "/api/v1/bento_repositories").status()).isEqualTo(200);
    assertThat(organization.call("GET", "/api/v1/org_secrets").status()).isEqualTo(403);
    assertThat(cluster.call("GET", "/api/v1/org_secrets").status()).isEqualTo(200);
    assertThat(cluster.call("POST", "/api/v1/org_secrets/no-such/compare", "{}").status())
        .isEqualTo(422);
    assertThat(cluster.call("GET", "/api/v1/bento_repositories").status()).isEqualTo(403);
    assertThat(cluster.call("GET", "/api/v1/api_tokens").status()).isEqualTo(403);
  }

  @Test
  void the_scope_of_a_plan_compares_and_checks_and_changes_nothing() {
    Caller planner = Caller.with(server, name, "[\"plan_cluster\"]");
    String secret =
        "{\"name\": \"%s\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": \"1\"}]}}"
            .formatted(name);
    server.call("POST", "/api/v1/org_secrets", secret);
    String path = "/api/v1/org_secrets/" + name;

    assertThat(planner.call("GET", path).status()).isEqualTo(200);
    Answer compared =
        planner.call(
            "POST", path + "/compare", "{\"items\": [{\"key\": \"A\", \"value\": \"2\"}]}");
    assertThat(compared.texts("/changed", "")).containsExactly("A");
    assertThat(
            planner.call("POST", "/api/v2/deployments/check", "{\"bento\": \"nobody:1\"}").status())
        .isEqualTo(200);
    assertThat(planner.call("PATCH", path, "{\"description\": \"x\"}").status()).isEqualTo(403);
    assertThat(planner.call("DELETE", path).status()).isEqualTo(403);
    assertThat(planner.call("PUT", "/api/v2/deployments/check", "{}").status()).isEqualTo(403);
    assertThat(planner.call("POST", "/api/v2/deployments", "{}").status()).isEqualTo(403);
    Caller reader = Caller.with(server, name + "r", "[\"read_cluster\"]");
    assertThat(reader.call("POST", path + "/compare", "{\"items\": []}").at("/detail").asText())
        .isEqualTo("This needs the scope plan_cluster; the token has read_cluster.");
  }

  @ParameterizedTest
  @EnumSource(Scope.class)
  void every_good_token_may_ask_who_it_is(Scope scope) {
    Caller caller = Caller.with(server, name, "[\"" + scope.word() + "\"]");

    assertThat(caller.call("GET", "/api/v1/auth/current").status()).isEqualTo(200);
    assertThat(caller.call("GET", "/api/v1/current_org").status()).isEqualTo(200);
    int secrets = caller.call("GET", "/api/v1/org_secrets").status();
    assertThat(secrets)
        .isEqualTo(scope == Scope.API || scope.name().endsWith("_CLUSTER") ? 200 : 403);
  }

  @Test
  void a_socket_asks_for_the_scope_that_its_path_needs() {
    String path = "/ws/v2/deployments/nothing/pods?cluster=";

    socket(path, Caller.with(server, name + "r", "[\"read_cluster\"]")).abort();
    Caller other = Caller.with(server, name + "o", "[\"write_organization\"]");
    assertThatThrownBy(() -> socket(path, other)).isInstanceOf(CompletionException.class);
  }

  private WebSocket socket(String path, Caller caller) {
    URI address = server.anonymous(path).build().uri();
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("X-YATAI-API-TOKEN", caller.token())
        .buildAsync(
            URI.create(address.toString().replaceFirst("^http", "ws")), new WebSocket.Listener() {})
        .join();
  }

  @Test
  void a_bare_token_is_good_for_the_scopes_that_it_has() {
    Clock clock = Clock.systemUTC();
    Sessions sessions =
        new Sessions(
            server.database(), new SessionStore(server.database()), new Audit(clock), clock);
    Access access = new Access(new TokenStore(server.database()), sessions, clock);
    Hidden endpoint =
        Hidden.of(Caller.with(server, name, "[\"protected_endpoint_access\"]").token());
    Hidden all = Hidden.of(server.token());

    assertThat(access.allows(endpoint, Scope.PROTECTED_ENDPOINT_ACCESS)).isTrue();
    assertThat(access.allows(endpoint, Scope.READ_CLUSTER)).isFalse();
    assertThat(access.allows(all, Scope.PROTECTED_ENDPOINT_ACCESS)).isTrue();
    assertThat(access.allows(all, Scope.READ_CLUSTER)).isTrue();
    assertThat(access.allows(Hidden.of("bf_unknown"), Scope.READ_CLUSTER)).isFalse();
  }
}
