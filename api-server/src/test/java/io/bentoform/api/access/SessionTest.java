package io.bentoform.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.TestServer;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.crypto.Hidden;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions of browsers, by the requests that a browser makes. */
final class SessionTest {
  private static final String SESSION = "/api/v1/session";
  private static final String SECRETS = "/api/v1/org_secrets";

  private final TestServer server = TestServer.shared();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String name = "session-" + UUID.randomUUID();

  @AfterEach
  void close() {
    http.close();
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path))
        .header("Content-Type", "application/json");
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String method, String body)
      throws IOException, InterruptedException {
    return http.send(
        request.method(method, HttpRequest.BodyPublishers.ofString(body)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** From a page of the server, with this cookie. */
  private HttpRequest.Builder fromPage(String path, String cookie) {
    return to(path)
        .header("Cookie", cookie)
        .header("Origin", server.url())
        .header("Sec-Fetch-Site", "same-origin");
  }

  /** Signs in and returns the cookie. */
  private String signIn(String token, String before) throws Exception {
    HttpResponse<String> answer =
        send(fromPage(SESSION, before), "POST", "{\"token\": \"%s\"}".formatted(token));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain(token);
    String field = answer.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(field).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain(token);
    return field.split(";", 2)[0];
  }

  private int status(String path, String cookie) throws Exception {
    return send(fromPage(path, cookie), "GET", "").statusCode();
  }

  @Test
  void a_session_can_do_no_more_than_its_token_and_ends_with_it() throws Exception {
    Caller caller = Caller.with(server, name, "[\"read_cluster\"]");
    String cookie = signIn(caller.token(), "none=1");

    assertThat(status(SECRETS, cookie)).isEqualTo(200);
    assertThat(send(fromPage(SECRETS, cookie), "POST", "{}").statusCode()).isEqualTo(403);
    assertThat(status("/api/v1/models", cookie)).isEqualTo(403);

    server.call("DELETE", "/api/v1/api_tokens/" + caller.uid());

    assertThat(status(SECRETS, cookie)).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, http://other.example, cross-site",
    "POST, http://other.example, ",
    "POST, null, same-origin",
    "POST, , cross-site",
    "POST, , none",
    "POST, , ",
    "GET,  , cross-site",
    "GET,  http://other.example, same-site"
  })
  void a_request_of_another_page_is_refused_and_changes_nothing(
      String method, String origin, String site) throws Exception {
    String cookie = signIn(server.token(), "none=1");
    HttpRequest.Builder request = to(SECRETS).header("Cookie", cookie);
    if (origin != null) {
      request.header("Origin", origin);
    }
    if (site != null) {
      request.header("Sec-Fetch-Site", site);
    }

    HttpResponse<String> answer =
        send(
            request,
            method,
            method.equals("GET")
                ? ""
                : "{\"name\": \"%s\", \"content\": {\"items\": []}}".formatted(name));

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("cross_origin");
    assertThat(server.call("GET", SECRETS + "/" + name).status()).isEqualTo(404);
  }

  @Test
  void a_page_of_another_server_approves_no_login_of_a_command_line() throws Exception {
    String cookie = signIn(server.token(), "none=1");
    String code =
        server.send(server.anonymous("/api/v1/auth/code"), "GET", new byte[0]).at("/code").asText();

    HttpResponse<String> refused =
        send(
            to("/api/v1/auth/login_request")
                .header("Cookie", cookie)
                .header("Origin", "http://other.example")
                .header("Sec-Fetch-Site", "cross-site"),
            "POST",
            "{\"code\": \"%s\"}".formatted(code));

    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(
            server
                .send(server.anonymous("/api/v1/auth/token?code=" + code), "GET", new byte[0])
                .body())
        .contains("authorization_pending");
  }

  @Test
  void a_page_of_another_server_cannot_sign_a_browser_in() throws Exception {
    HttpResponse<String> answer =
        send(
            to(SESSION)
                .header("Origin", "http://other.example")
                .header("Sec-Fetch-Site", "cross-site"),
            "POST",
            "{\"token\": \"%s\"}".formatted(server.token()));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void trying_out_tokens_is_slowed_down_and_a_right_one_opens_all_the_same() throws Exception {
    int status = 401;
    // From an address of its own: other tests sign in from the usual one.
    try (HttpClient other =
        HttpClient.newBuilder().localAddress(InetAddress.getByName("127.0.0.2")).build()) {
      HttpRequest wrong =
          fromPage(SESSION, "none=1")
              .POST(HttpRequest.BodyPublishers.ofString("{\"token\": \"wrong\"}"))
              .build();
      for (int i = 0; i < 50 && status == 401; i++) {
        status = other.send(wrong, HttpResponse.BodyHandlers.ofString()).statusCode();
      }
    }

    assertThat(status).isEqualTo(429);
    assertThat(signIn(server.token(), "none=1")).contains("bentoform-session=");
  }

  @Test
  void a_cookie_from_before_is_not_taken_over_and_its_session_ends() throws Exception {
    String first = signIn(server.token(), "none=1");

    String second = signIn(server.token(), first);
    String planted = signIn(server.token(), "bentoform-session=" + Token.next().reveal());

    assertThat(second).isNotEqualTo(first);
    assertThat(status(SESSION, first)).isEqualTo(401);
    assertThat(status(SESSION, second)).isEqualTo(200);
    assertThat(status(SESSION, planted)).isEqualTo(200);
  }

  @Test
  void signing_out_everywhere_ends_all_sessions_of_the_user() throws Exception {
    String one = signIn(server.token(), "none=1");
    String two = signIn(server.token(), "none=1");

    assertThat(send(fromPage("/api/v1/sessions", one), "DELETE", "").statusCode()).isEqualTo(204);

    assertThat(status(SESSION, one)).isEqualTo(401);
    assertThat(status(SESSION, two)).isEqualTo(401);
  }

  @Test
  void a_session_ends_when_it_was_not_used_for_long_and_in_any_case_after_a_day() throws Exception {
    Instant[] now = {Instant.now()};
    InstantSource source = () -> now[0];
    Clock clock = source.withZone(ZoneOffset.UTC);
    Sessions sessions =
        new Sessions(
            server.database(), new SessionStore(server.database()), new Audit(clock), clock);
    Access access = new Access(new TokenStore(server.database()), sessions, clock);
    Hidden idle = sessions.open(access.principal(Hidden.of(server.token())));
    Hidden used = sessions.open(access.principal(Hidden.of(server.token())));

    for (Duration passed = Duration.ZERO;
        passed.compareTo(Sessions.LIFE) < 0;
        passed = passed.plus(Sessions.IDLE.dividedBy(2))) {
      assertThat(sessions.token(used)).as(passed.toString()).isPresent();
      now[0] = now[0].plus(Sessions.IDLE.dividedBy(2));
    }

    assertThat(sessions.token(used)).as("after its whole life").isEmpty();
    assertThat(sessions.token(idle)).as("not used").isEmpty();
    sessions.prune();
  }
}
