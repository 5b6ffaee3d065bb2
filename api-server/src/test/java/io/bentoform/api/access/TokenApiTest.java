package io.bentoform.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Columns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenApiTest {
  private static final String TOKENS = "/api/v1/api_tokens";

  private final TestServer server = TestServer.shared();
  private final String name = "t-" + UUID.randomUUID().toString().substring(0, 18);

  @Test
  void a_create_that_is_repeated_with_its_uid_changes_nothing() {
    String uid = UUID.randomUUID().toString().replace("-", "").substring(0, 24);
    String body = "{\"uid\": \"" + uid + "\", \"name\": \"%s\"}";

    Answer created = create(body);
    Answer again = create(body);

    assertThat(created.at("/uid").asText()).isEqualTo(uid);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.at("/uid").asText()).isEqualTo(uid);
    assertThat(again.at("/token").asText("")).as("the value").isEmpty();
    assertThat(create("{\"name\": \"%s\"}").status()).isEqualTo(409);
    assertThat(create("{\"uid\": \"mine\", \"name\": \"%s-two\"}").pointers())
        .containsExactly("/uid");
  }

  @Test
  void a_new_token_has_every_key_of_the_contract_and_the_value_this_once() {
    Answer created =
        create("{\"name\": \"%s\", \"description\": null, \"scopes\": null, \"expired_at\": null}");

    assertThat(created.status()).isEqualTo(200);
    assertThat(created.json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "uid",
            "created_at",
            "updated_at",
            "deleted_at",
            "name",
            "resource_type",
            "labels",
            "description",
            "scopes",
            "user",
            "organization",
            "expired_at",
            "last_used_at",
            "is_expired",
            "is_api_token",
            "is_organization_token",
            "is_global_access",
            "token");
    assertThat(created.at("/token").asText()).startsWith("bf_").hasSize(46);
    assertThat(created.texts("/scopes", "")).containsExactly("api");
    assertThat(created.at("/resource_type").asText()).isEqualTo("api_token");
    assertThat(created.at("/description").asText()).isEmpty();
    assertThat(created.at("/user/name").asText()).isEqualTo("admin");
    assertThat(created.at("/organization/name").asText()).isEqualTo("default");
    assertThat(created.at("/is_expired").asBoolean()).isFalse();
    assertThat(created.at("/is_api_token").asBoolean()).isTrue();
    assertThat(created.at("/is_organization_token").asBoolean()).isFalse();
    assertThat(created.at("/is_global_access").asBoolean()).isTrue();

    Answer read = get(created);
    assertThat(read.at("/token").isNull()).isTrue();
    assertThat(server.call("GET", TOKENS).body()).doesNotContain(created.at("/token").asText());
  }

  @Test
  void a_value_that_the_caller_chose_is_the_token_and_not_given_back() {
    String chosen = "bf_" + name.repeat(3).substring(0, 43);
    Answer created = create("{\"name\": \"%s\", \"token\": \"" + chosen + "\"}");

    assertThat(created.status()).isEqualTo(200);
    assertThat(created.at("/token").isNull()).isTrue();
    assertThat(new Caller(server, created.at("/uid").asText(), chosen).call("GET", TOKENS).status())
        .isEqualTo(200);

    Answer again =
        server.call(
            "POST", TOKENS, "{\"name\": \"%s-b\", \"token\": \"%s\"}".formatted(name, chosen));
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body()).doesNotContain(chosen);
  }

  @Test
  void a_chosen_value_of_another_form_is_refused_and_not_repeated() {
    Answer refused = create("{\"name\": \"%s\", \"token\": \"hidden\"}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.at("/errors/0/pointer").asText()).isEqualTo("/token");
    assertThat(refused.body()).doesNotContain("hidden");
  }

  @Test
  void a_token_for_protected_endpoints_alone_is_no_api_token() {
    Answer created = create("{\"name\": \"%s\", \"scopes\": [\"protected_endpoint_access\"]}");

    assertThat(created.at("/is_api_token").asBoolean()).isFalse();
    assertThat(created.at("/is_global_access").asBoolean()).isTrue();
  }

  @Test
  void the_list_has_the_newest_first_and_can_be_searched_and_paged() {
    create("{\"name\": \"%s-a\"}");
    create("{\"name\": \"%s-b\"}");
    create("{\"name\": \"%s-c\"}");

    Answer all = server.call("GET", TOKENS + "?start=0&count=100&search=" + name);
    assertThat(all.texts("/items", "name")).containsExactly(name + "-c", name + "-b", name + "-a");
    assertThat(all.at("/total").asInt()).isEqualTo(3);

    Answer page = server.call("GET", TOKENS + "?start=1&count=1&search=" + name);
    assertThat(page.texts("/items", "name")).containsExactly(name + "-b");
    assertThat(page.at("/start").asInt()).isEqualTo(1);
    assertThat(page.at("/count").asInt()).isEqualTo(1);
    assertThat(page.at("/total").asInt()).isEqualTo(3);
  }

  @Test
  void the_list_can_be_asked_for_a_scope() {
    create("{\"name\": \"%s-a\", \"scopes\": [\"read_cluster\"]}");
    create("{\"name\": \"%s-b\"}");

    assertThat(
            server
                .call("GET", TOKENS + "?q=" + name + "+scope%3Aread_cluster")
                .texts("/items", "name"))
        .containsExactly(name + "-a");
  }

  @Test
  void all_that_is_wrong_is_said_at_once() {
    Answer refused =
        server.call(
            "POST",
            TOKENS,
            """
            {"name": "Not a label", "scopes": ["api", "root", null], "expired_at": "soon",
             "description": "%s"}
            """
                .formatted("x".repeat(1025)));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers())
        .containsExactlyInAnyOrder(
            "/name", "/description", "/scopes/1", "/scopes/2", "/expired_at");
    assertThat(refused.body()).contains("write_cluster").doesNotContain("root");
  }

  @Test
  void a_token_without_any_scope_is_refused() {
    assertThat(create("{\"name\": \"%s\", \"scopes\": []}").pointers()).containsExactly("/scopes");
  }

  @Test
  void a_name_is_taken_once_and_free_again_after_a_delete() {
    Answer first = create("{\"name\": \"%s\"}");

    Answer second = create("{\"name\": \"%s\"}");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.at("/detail").asText()).contains(name);

    assertThat(delete(first).status()).isEqualTo(200);
    assertThat(create("{\"name\": \"%s\"}").status()).isEqualTo(200);
  }

  @Test
  void a_deleted_token_is_good_no_more() {
    Caller caller = Caller.with(server, name, "[\"api\"]");
    assertThat(caller.call("GET", "/api/v1/auth/current").status()).isEqualTo(200);

    assertThat(server.call("DELETE", TOKENS + "/" + caller.uid()).status()).isEqualTo(200);

    Answer refused = caller.call("GET", "/api/v1/auth/current");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.at("/detail").asText()).contains("deleted");
    assertThat(server.call("GET", TOKENS + "/" + caller.uid()).status()).isEqualTo(404);
    assertThat(server.call("DELETE", TOKENS + "/" + caller.uid()).status()).isEqualTo(404);
  }

  @Test
  void the_last_use_is_noted_at_most_once_a_minute() {
    Caller caller = Caller.with(server, name, "[\"api\"]");
    assertThat(lastUse(caller)).isEmpty();

    Instant before = Instant.now().minus(Duration.ofSeconds(1));
    caller.call("GET", "/api/v1/auth/current");
    String first = lastUse(caller);
    assertThat(Instant.parse(first)).isAfter(before);

    caller.call("GET", "/api/v1/auth/current");
    assertThat(lastUse(caller)).isEqualTo(first);
  }

  @Test
  void a_change_keeps_what_it_does_not_name() {
    Answer created =
        create("{\"name\": \"%s\", \"description\": \"old\", \"scopes\": [\"read_cluster\"]}");
    String path = TOKENS + "/" + created.at("/uid").asText();

    Answer described = server.call("PATCH", path, "{\"description\": \"new\"}");
    assertThat(described.at("/description").asText()).isEqualTo("new");
    assertThat(described.texts("/scopes", "")).containsExactly("read_cluster");
    assertThat(described.at("/token").isNull()).isTrue();
    assertThat(described.at("/updated_at").isNull()).isFalse();

    Answer widened =
        server.call(
            "PATCH",
            path,
            "{\"scopes\": [\"write_cluster\"], \"expired_at\": \"2099-01-01T00:00:00Z\"}");
    assertThat(widened.at("/description").asText()).isEqualTo("new");
    assertThat(widened.texts("/scopes", "")).containsExactly("write_cluster");
    assertThat(widened.at("/expired_at").asText()).isEqualTo("2099-01-01T00:00:00Z");
    assertThat(server.call("PATCH", path, "{\"scopes\": [\"all\"]}").status()).isEqualTo(422);
  }

  @Test
  void the_administrators_token_can_be_neither_deleted_nor_narrowed() {
    String uid = server.call("GET", TOKENS + "?search=administrator-").at("/items/0/uid").asText();

    Answer deleted = server.call("DELETE", TOKENS + "/" + uid);
    assertThat(deleted.status()).isEqualTo(409);
    assertThat(deleted.at("/detail").asText()).contains("administrator.token");
    assertThat(
            server.call("PATCH", TOKENS + "/" + uid, "{\"scopes\": [\"read_cluster\"]}").status())
        .isEqualTo(409);
    assertThat(server.call("PATCH", TOKENS + "/" + uid, "{\"description\": \"d\"}").status())
        .isEqualTo(200);
  }

  @Test
  void a_scope_that_the_token_has_not_itself_cannot_be_given() {
    Caller caller = Caller.with(server, name, "[\"write_organization\", \"read_cluster\"]");

    Answer refused =
        caller.call(
            "POST",
            TOKENS,
            "{\"name\": \"%s-x\", \"scopes\": [\"write_cluster\"]}".formatted(name));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.at("/detail").asText()).contains("write_cluster");
    // The default is api.
    assertThat(caller.call("POST", TOKENS, "{\"name\": \"%s-x\"}".formatted(name)).status())
        .isEqualTo(403);
    assertThat(
            caller
                .call(
                    "PATCH",
                    TOKENS + "/" + caller.uid(),
                    "{\"scopes\": [\"write_organization\", \"api\"]}")
                .status())
        .isEqualTo(403);
    assertThat(
            caller
                .call(
                    "POST",
                    TOKENS,
                    "{\"name\": \"%s-y\", \"scopes\": [\"read_organization\", \"read_cluster\"]}"
                        .formatted(name))
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_token_with_more_scopes_than_the_own_ones_is_not_changed() {
    Answer stronger = create("{\"name\": \"%s\", \"scopes\": [\"api\"]}");
    Caller caller = Caller.with(server, name + "-x", "[\"write_organization\"]");

    Answer refused =
        caller.call(
            "PATCH",
            TOKENS + "/" + stronger.at("/uid").asText(),
            "{\"expired_at\": \"2099-01-01T00:00:00Z\"}");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.at("/detail").asText()).contains("api");
    assertThat(get(stronger).at("/expired_at").isNull()).isTrue();
  }

  @Test
  void a_token_with_more_scopes_than_the_own_ones_is_not_deleted_and_the_own_one_is() {
    Answer stronger = create("{\"name\": \"%s\", \"scopes\": [\"api\"]}");
    Answer weaker = create("{\"name\": \"%s-w\", \"scopes\": [\"read_organization\"]}");
    Caller caller = Caller.with(server, name + "-x", "[\"write_organization\"]");

    Answer refused = caller.call("DELETE", TOKENS + "/" + stronger.at("/uid").asText());

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.at("/detail").asText()).contains("scope api", "Use a token that has it");
    assertThat(get(stronger).status()).isEqualTo(200);
    assertThat(caller.call("DELETE", TOKENS + "/" + weaker.at("/uid").asText()).status())
        .isEqualTo(200);
    assertThat(caller.call("DELETE", TOKENS + "/" + caller.uid()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bf_", "bf_0123456789012345678901234567890123456789=12", "x"})
  void what_cannot_be_a_token_is_not_looked_for(String text) {
    assertThat(Token.isWellFormed(Hidden.of(text))).isFalse();
    assertThat(Token.isWellFormed(Token.next())).isTrue();
  }

  @Test
  void what_is_done_to_tokens_is_in_the_audit_and_no_value_is() {
    Answer created = create("{\"name\": \"%s\"}");
    server.call(
        "PATCH", TOKENS + "/" + created.at("/uid").asText(), "{\"scopes\": [\"read_cluster\"]}");
    delete(created);

    List<String> trail =
        server
            .database()
            .read(
                execute ->
                    execute
                        .query(
                            "SELECT action, detail FROM audit_event WHERE object_type = 'api_token'"
                                + " AND object_name = ? ORDER BY id",
                            name)
                        .map(row -> Columns.text(row, "action") + Columns.text(row, "detail"))
                        .toList());
    assertThat(trail)
        .hasSize(3)
        .noneMatch(line -> line.contains(created.at("/token").asText()))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("api_token.create").contains("api"),
            line -> assertThat(line).startsWith("api_token.update").contains("read_cluster"),
            line -> assertThat(line).startsWith("api_token.delete"));
  }

  @Test
  void a_token_cannot_narrow_a_stronger_one_to_delete_it_then() {
    Caller strong = Caller.with(server, name, "[\"api\"]");
    Caller weak = Caller.with(server, "w" + name, "[\"write_organization\"]");
    String path = TOKENS + "/" + strong.uid();

    assertThat(weak.call("PATCH", path, "{\"scopes\": [\"read_organization\"]}").status())
        .isEqualTo(403);
    assertThat(weak.call("PATCH", path, "{\"description\": \"mine\"}").status()).isEqualTo(403);
    assertThat(weak.call("DELETE", path).status()).isEqualTo(403);
    assertThat(server.call("GET", path).at("/scopes/0").asText()).isEqualTo("api");
  }

  private Answer create(String body) {
    return server.call("POST", TOKENS, body.replace("%s", name));
  }

  private Answer get(Answer token) {
    return server.call("GET", TOKENS + "/" + token.at("/uid").asText());
  }

  private Answer delete(Answer token) {
    return server.call("DELETE", TOKENS + "/" + token.at("/uid").asText());
  }

  private String lastUse(Caller caller) {
    return server.call("GET", TOKENS + "/" + caller.uid()).at("/last_used_at").asText("");
  }
}
