package io.bentoform.api.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.crypto.Sealer;
import io.bentoform.api.http.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The login of a command line through a browser. */
class BrowserLoginTest {
  private static final String REQUEST = "/api/v1/auth/login_request";
  private static final InetAddress CLIENT = InetAddress.getLoopbackAddress();
  private static final Sealer SEALER = sealer(1);

  private static Sealer sealer(int key) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) key);
    return new Sealer(Map.of(1, bytes), 1);
  }

  private final TestServer server = TestServer.shared();
  private final String name = "l-" + UUID.randomUUID().toString().substring(0, 18);

  @Test
  void a_person_with_a_token_lets_the_client_in_which_gets_a_token_of_its_own_once() {
    String code = code();
    assertThat(poll(code).status()).isEqualTo(400);
    assertThat(poll(code).at("/type").asText()).endsWith("authorization_pending");

    Answer approved = approve(code, server.token());
    assertThat(approved.status()).as(approved.body()).isEqualTo(200);
    assertThat(approved.body()).isEqualTo("{}");

    Answer handed = poll(code);
    assertThat(handed.status()).isEqualTo(200);
    String token = handed.at("/token").asText();
    assertThat(token).isNotEqualTo(server.token());
    assertThat(new Caller(server, "", token).call("GET", "/api/v1/auth/current").status())
        .isEqualTo(200);

    assertThat(poll(code).status()).isEqualTo(400);
    assertThat(poll(code).body()).contains("already been handed out").doesNotContain(token);
    assertThat(approve(code, server.token()).status()).isEqualTo(409);
  }

  @Test
  void the_new_token_has_the_scopes_of_the_approving_one_and_ends_after_90_days() {
    Caller approver = Caller.with(server, name, "[\"write_organization\", \"read_cluster\"]");
    String code = code();
    approve(code, approver.token());

    Caller client = new Caller(server, "", poll(code).at("/token").asText());

    Answer tokens = client.call("GET", "/api/v1/api_tokens?start=0&count=1");
    assertThat(tokens.at("/items/0/name").asText()).startsWith("cli-");
    assertThat(tokens.texts("/items/0/scopes", ""))
        .containsExactly("write_organization", "read_cluster");
    assertThat(Instant.parse(tokens.at("/items/0/expired_at").asText()))
        .isBetween(
            Instant.now().plus(Duration.ofDays(89)), Instant.now().plus(Duration.ofDays(91)));
  }

  @Test
  void the_new_token_ends_with_the_approving_one_where_that_is_sooner() {
    Instant end = Instant.now().plus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
    Answer approver =
        server.call(
            "POST",
            "/api/v1/api_tokens",
            "{\"name\": \"%s\", \"expired_at\": \"%s\"}".formatted(name, end));
    String code = code();
    approve(code, approver.at("/token").asText());
    String token = poll(code).at("/token").asText();

    Caller client = new Caller(server, "", token);
    Answer newest = client.call("GET", "/api/v1/api_tokens?count=1");

    assertThat(newest.at("/items/0/name").asText()).startsWith("cli-");
    assertThat(newest.at("/items/0/expired_at").asText()).isEqualTo(end.toString());
  }

  @Test
  void an_approval_of_a_token_that_is_deleted_meanwhile_is_void() {
    Caller approver = Caller.with(server, name, "[\"api\"]");
    String code = code();
    approve(code, approver.token());
    server.call("DELETE", "/api/v1/api_tokens/" + approver.uid());

    assertThat(poll(code).status()).isBetween(400, 499);
  }

  @Test
  void of_many_who_ask_at_once_one_gets_the_token() throws Exception {
    String code = code();
    approve(code, server.token());

    List<Future<Answer>> asked = new ArrayList<>();
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        asked.add(clients.submit(() -> poll(code)));
      }
    }

    int handed = 0;
    for (Future<Answer> each : asked) {
      handed += each.get().status() == 200 ? 1 : 0;
    }
    assertThat(handed).isEqualTo(1);
  }

  @Test
  void who_has_no_token_learns_nothing_of_a_login_and_approves_none() {
    String code = code();

    assertThat(get(REQUEST + "?code=" + code).status()).isEqualTo(401);
    Answer refused = approve(code, "bf_canary");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body()).doesNotContain("canary");
    assertThat(poll(code).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"read_organization", "write_cluster", "protected_endpoint_access"})
  void a_token_that_may_not_make_tokens_lets_nobody_in(String scope) {
    Caller approver = Caller.with(server, name, "[\"" + scope + "\"]");
    String code = code();

    Answer refused = approve(code, approver.token());

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body()).contains("write_organization");
    assertThat(poll(code).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "not base64 !", "AAAA", "<script>alert(1)</script>"})
  void a_code_that_this_server_never_gave_out_is_refused_and_not_shown(String code) {
    Answer refused =
        server.call("POST", REQUEST, Json.MAPPER.createObjectNode().put("code", code).toString());
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.body()).contains("code_unknown").doesNotContain("alert(1)");
    assertThat(poll(code).status()).isEqualTo(400);
    Answer shown = server.call("GET", REQUEST + "?code=" + URLEncoder.encode(code, UTF_8));
    assertThat(shown.status()).isEqualTo(400);
    assertThat(shown.body()).doesNotContain("alert(1)");
  }

  @Test
  void a_code_whose_end_was_moved_is_refused() {
    String code = code();
    char last = code.charAt(30);
    String other = code.substring(0, 30) + (last == 'A' ? 'B' : 'A') + code.substring(31);

    assertThat(poll(other).at("/type").asText()).endsWith("code_unknown");
  }

  @Test
  void codes_are_good_for_ten_minutes_and_never_the_same() {
    Moved clock = new Moved();
    LoginCodes codes = new LoginCodes(() -> SEALER, clock);
    String code = codes.next(CLIENT);

    clock.now = clock.now.plus(Duration.ofMinutes(9));
    assertThat(codes.asked(code)).isPresent();
    clock.now = clock.now.plus(Duration.ofMinutes(1));
    assertThat(codes.asked(code)).isEmpty();
    String next = codes.next(CLIENT);
    assertThat(new LoginCodes(() -> SEALER, clock).asked(next)).as("another server").isPresent();
    Sealer others = sealer(2);
    assertThat(new LoginCodes(() -> others, clock).asked(next)).as("other keys").isEmpty();

    Set<String> many = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      many.add(codes.next(CLIENT));
    }
    assertThat(many).hasSize(1000);
  }

  @Test
  void the_request_says_who_asked_and_when_so_that_a_link_of_somebody_else_can_be_refused() {
    Instant before = Instant.now();
    String code = code();

    Answer request = server.call("GET", REQUEST + "?code=" + code);

    assertThat(request.status()).isEqualTo(200);
    assertThat(request.at("/address").asText()).isEqualTo("127.0.0.1");
    assertThat(request.at("/your_address").asText()).isEqualTo("127.0.0.1");
    assertThat(Instant.parse(request.at("/requested_at").asText()))
        .isBetween(before.truncatedTo(ChronoUnit.MILLIS), Instant.now());
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.7", "2001:db8::1"})
  void a_code_knows_the_address_that_asked_for_it(String text) throws IOException {
    InetAddress address = InetAddress.getByName(text);
    Moved clock = new Moved();
    LoginCodes codes = new LoginCodes(() -> SEALER, clock);

    LoginCodes.Asked asked = codes.asked(codes.next(address)).orElseThrow();

    assertThat(asked).isEqualTo(new LoginCodes.Asked(address, clock.now));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api-token", "/api_tokens", "/api_tokens?code=x"})
  void the_addresses_that_the_client_prints_are_pages_of_the_console_and_never_framed(String path)
      throws IOException, InterruptedException {
    assertThat(get(path).status()).isEqualTo(200);

    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpHeaders headers =
          http.send(server.anonymous(path).build(), BodyHandlers.discarding()).headers();
      assertThat(headers.firstValue("Content-Type").orElse("")).startsWith("text/html");
      assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(headers.firstValue("X-Frame-Options")).contains("DENY");
    }
  }

  /** A clock that stands until it is moved. */
  private static final class Moved extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private String code() {
    return get("/api/v1/auth/code").at("/code").asText();
  }

  private Answer get(String path) {
    return server.send(server.anonymous(path), "GET", new byte[0]);
  }

  private Answer poll(String code) {
    return get("/api/v1/auth/token?code=" + URLEncoder.encode(code, UTF_8));
  }

  private Answer approve(String code, String token) {
    return new Caller(server, "", token)
        .call("POST", REQUEST, "{\"code\": \"%s\"}".formatted(code));
  }
}
