package io.bentoform.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.TestServer;
import io.bentoform.api.access.Caller;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request is called, by its client and by the server. */
final class RequestIdTest {
  private static final String HEADER = "X-Request-Id";
  private static final String SECRETS = "/api/v1/org_secrets";

  private final TestServer server = TestServer.shared();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String name = "i" + UUID.randomUUID().toString().substring(0, 12);
  private final String chosen = "run-1.apply_" + UUID.randomUUID();

  @BeforeEach
  void create() throws Exception {
    String content =
        "{\"name\": \"%s\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": \"b\"}]}}";
    assertThat(send(SECRETS, chosen, "POST", content.formatted(name)).statusCode()).isEqualTo(200);
  }

  @AfterEach
  void delete() {
    server.call("DELETE", SECRETS + "/" + name);
    http.close();
  }

  private HttpResponse<String> send(String path, String id, String method, String body)
      throws IOException, InterruptedException {
    return send(server.request(path).header(HEADER, id), method, body);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String method, String body)
      throws IOException, InterruptedException {
    return http.send(
        request
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String id(HttpResponse<String> answer) {
    assertThat(answer.headers().allValues(HEADER)).hasSize(1);
    return answer.headers().firstValue(HEADER).orElseThrow();
  }

  private JsonNode audit(String query) {
    return server.call("GET", "/api/v1/audit?q=" + query).at("/items");
  }

  @ParameterizedTest
  @CsvSource({
    "200, GET, /api/v1/org_secrets",
    "200, GET, /health",
    "200, GET, /metrics",
    "200, GET, /openapi",
    "200, GET, /",
    "401, GET, /api/v1/org_secrets?anonymous",
    "404, GET, /api/v1/org_secrets/nothing",
    "404, GET, /api/v1/no-such-route",
    "404, GET, /no-such-page.txt",
    "422, POST, /api/v1/org_secrets",
  })
  void every_answer_carries_the_id_that_the_client_chose(int status, String method, String path)
      throws Exception {
    HttpRequest.Builder request =
        path.endsWith("anonymous") ? server.anonymous(path) : server.request(path);

    HttpResponse<String> answer =
        send(request.header(HEADER, chosen), method, method.equals("POST") ? "{}" : "");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(id(answer)).isEqualTo(chosen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a/b", "<script>", "ümlaut", "65"})
  void an_id_that_is_not_well_formed_is_replaced(String sent) throws Exception {
    String id = sent.equals("65") ? "x".repeat(65) : sent;

    HttpResponse<String> answer = send("/api/v1/org_secrets", id, "GET", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(UUID.fromString(id(answer))).isNotNull();
  }

  @Test
  void a_request_without_an_id_gets_one_of_its_own_each_time() throws Exception {
    String one = id(send(server.request(SECRETS), "GET", ""));
    String other = id(send(server.request(SECRETS), "GET", ""));

    assertThat(one).isNotEqualTo(other);
  }

  @Test
  void a_problem_body_has_the_id_of_the_answer() throws Exception {
    HttpResponse<String> answer = send(SECRETS + "/nothing", chosen, "GET", "");

    assertThat(Json.MAPPER.readTree(answer.body()).at("/request_id").asText()).isEqualTo(chosen);
  }

  @Test
  void the_audit_has_the_request_of_each_change_and_is_searched_by_it() throws Exception {
    String second = UUID.randomUUID().toString();
    send(SECRETS + "/" + name, second, "PATCH", "{\"description\": \"other\"}");

    assertThat(audit("name:" + name).findValuesAsText("request_id"))
        .containsExactly(second, chosen);
    assertThat(audit("request:" + chosen).findValuesAsText("action"))
        .containsExactly("secret.create");
    assertThat(server.call("GET", "/api/v1/audit?format=jsonl&q=request:" + second).body())
        .contains("\"request_id\":\"" + second + "\"")
        .hasLineCount(1);
  }

  @Test
  void a_token_that_is_held_in_a_cache_does_not_keep_the_id_of_an_earlier_request()
      throws Exception {
    Caller caller = Caller.with(server, name, "[\"write_cluster\"]");
    String path = SECRETS + "/" + name;
    caller.call("PATCH", path, "{\"description\": \"one\"}");
    caller.call("PATCH", path, "{\"description\": \"two\"}");

    assertThat(audit("name:" + name + "+action:secret.describe").findValuesAsText("request_id"))
        .hasSize(2)
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(UUID.fromString(id)).isNotNull());
  }

  @Test
  void signing_in_is_recorded_with_its_request_too() throws Exception {
    HttpRequest.Builder signIn =
        server
            .anonymous("/api/v1/session")
            .header(HEADER, chosen)
            .header("Origin", server.url())
            .header("Sec-Fetch-Site", "same-origin");

    HttpResponse<String> answer =
        send(signIn, "POST", "{\"token\": \"%s\"}".formatted(server.token()));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(audit("request:" + chosen + "+object:session").findValuesAsText("action"))
        .containsExactly("session.create");
  }

  @Test
  void a_record_from_before_and_of_no_request_has_no_id() {
    String user = name + "-u";
    server
        .database()
        .inTransactionDo(
            execute ->
                execute.insert(
                    """
                    INSERT INTO audit_event (at, organization_id, user_name, token_uid, action,
                                             object_type, object_cluster, object_name, detail)
                    SELECT '2001-01-01', id, ?, 'token', 'test.do', 'test', '', 'n', '{}'
                    FROM organization LIMIT 1
                    """,
                    user));
    try {
      assertThat(audit("user:" + user).at("/0/request_id").isNull()).isTrue();
    } finally {
      server
          .database()
          .inTransactionDo(
              execute -> execute.delete("DELETE FROM audit_event WHERE user_name = ?", user));
    }
  }
}
