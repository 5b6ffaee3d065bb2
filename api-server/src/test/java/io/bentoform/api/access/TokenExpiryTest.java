package io.bentoform.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The end of API tokens. */
class TokenExpiryTest {
  private static final String TOKENS = "/api/v1/api_tokens";
  private static final DateTimeFormatter CLIENT_FORM =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS");

  private final TestServer server = TestServer.shared();
  private final String name = "t-" + UUID.randomUUID().toString().substring(0, 18);

  @Test
  void the_end_may_come_without_a_zone_and_is_then_utc() {
    Instant end = Instant.parse("2099-01-02T03:04:05.123456Z");
    String text = CLIENT_FORM.format(LocalDateTime.ofInstant(end, ZoneOffset.UTC));

    Answer created = create("{\"name\": \"%s\", \"expired_at\": \"" + text + "\"}");

    assertThat(Instant.parse(created.at("/expired_at").asText())).isEqualTo(end);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2099-01-02T03:04:05Z",
        "2099-01-02T05:04:05+02:00",
        "2099-01-02T03:04:05.000Z",
        "2099-01-02 03:04:05",
        "2099-01-02T03:04:05"
      })
  void the_end_may_come_in_rfc_3339(String text) {
    Answer created = create("{\"name\": \"%s\", \"expired_at\": \"" + text + "\"}");

    assertThat(created.at("/expired_at").asText()).isEqualTo("2099-01-02T03:04:05Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2001-01-01 00:00:00.000000",
        "tomorrow",
        "2099-13-01 00:00:00",
        "+99999-01-01T00:00:00Z",
        "+999999999-12-31T23:59:59-18:00",
        "2099-01-01"
      })
  void an_end_in_the_past_or_that_is_no_time_is_refused(String text) {
    Answer refused = create("{\"name\": \"%s\", \"expired_at\": \"" + text + "\"}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly("/expired_at");
  }

  @Test
  void an_expired_token_is_unauthorized_and_is_told_why() {
    Caller caller = Caller.with(server, name, "[\"api\"]");
    expire(caller.uid());

    Answer refused = caller.call("GET", "/api/v1/auth/current");

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.at("/detail").asText()).contains(name).contains("expired at 2001-01-01");
    assertThat(server.call("GET", TOKENS + "/" + caller.uid()).at("/is_expired").asBoolean())
        .isTrue();
  }

  @Test
  void a_token_does_not_put_off_its_own_end_and_another_one_may() {
    Answer created = create("{\"name\": \"%s\", \"expired_at\": \"2098-01-01T00:00:00Z\"}");
    String path = TOKENS + "/" + created.at("/uid").asText();
    Caller caller = new Caller(server, created.at("/uid").asText(), created.at("/token").asText());
    String later = "{\"expired_at\": \"2099-01-01T00:00:00Z\"}";

    Answer refused = caller.call("PATCH", path, later);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.at("/detail").asText()).contains("expires at 2098-01-01T00:00:00Z");
    assertThat(caller.call("PATCH", path, "{\"expired_at\": \"2097-01-01T00:00:00Z\"}").status())
        .isEqualTo(200);
    assertThat(server.call("PATCH", path, later).status()).isEqualTo(200);
  }

  @Test
  void a_token_that_ends_makes_none_that_ends_later_or_never() {
    Answer created = create("{\"name\": \"%s\", \"expired_at\": \"2098-01-01T00:00:00Z\"}");
    Caller caller = new Caller(server, created.at("/uid").asText(), created.at("/token").asText());
    String other = name.replace("t-", "o-");

    for (String end : new String[] {"", "2098-01-01T00:00:01Z"}) {
      Answer refused =
          caller.call(
              "POST", TOKENS, "{\"name\": \"%s\", \"expired_at\": \"%s\"}".formatted(other, end));
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.at("/detail").asText()).contains("expires at 2098-01-01T00:00:00Z", other);
    }
    assertThat(
            caller
                .call(
                    "POST",
                    TOKENS,
                    "{\"name\": \"%s\", \"expired_at\": \"2098-01-01T00:00:00Z\"}".formatted(other))
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_token_that_ends_neither_changes_nor_deletes_one_that_lasts_longer() {
    Answer created = create("{\"name\": \"%s\", \"expired_at\": \"2098-01-01T00:00:00Z\"}");
    Caller caller = new Caller(server, created.at("/uid").asText(), created.at("/token").asText());
    Caller lasting = Caller.with(server, name.replace("t-", "l-"), "[\"read_cluster\"]");
    String path = TOKENS + "/" + lasting.uid();

    assertThat(caller.call("PATCH", path, "{\"expired_at\": \"2097-01-01T00:00:00Z\"}").status())
        .isEqualTo(403);
    assertThat(caller.call("DELETE", path).status()).isEqualTo(403);
    assertThat(server.call("DELETE", path).status()).isEqualTo(200);
  }

  private Answer create(String body) {
    return server.call("POST", TOKENS, body.replace("%s", name));
  }

  /** Moves the end into the past, where no route lets one be put. */
  private void expire(String uid) {
    server
        .database()
        .inTransactionDo(
            execute ->
                execute.update(
                    "UPDATE api_token SET expired_at = '2001-01-01' WHERE uid = ?", uid));
  }
}
