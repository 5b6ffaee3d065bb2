package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretApiTest {
  private static final String SECRETS = "/api/v1/org_secrets";
  private final TestServer server = TestServer.shared();
  private final String name = "s-" + UUID.randomUUID().toString().substring(0, 18);

  @Test
  void a_created_secret_is_shown_with_its_keys_and_without_values() {
    Answer created = create("A", "one", "B", "two");

    assertThat(created.status()).isEqualTo(200);
    assertThat(created.at("/name").asText()).isEqualTo(name);
    assertThat(created.at("/resource_type").asText()).isEqualTo("secret");
    assertThat(created.at("/revision").asInt()).isEqualTo(1);
    assertThat(created.at("/content/type").asText()).isEqualTo("env");
    assertThat(created.at("/content/stage").asText()).isEqualTo("runtime");
    assertThat(created.texts("/content/items", "key")).containsExactly("A", "B");
    assertThat(created.texts("/content/items", "revision")).containsExactly("1", "1");
    assertThat(created.at("/content/items/0/value").isNull()).isTrue();
    assertThat(created.at("/cluster/name").asText()).isEqualTo("default");
    assertThat(created.at("/cluster/organization_name").asText()).isEqualTo("default");
    assertThat(created.at("/creator/name").asText()).isEqualTo("admin");
    assertThat(created.json().has("deleted_at")).isTrue();
    assertThat(created.body()).doesNotContain("one").doesNotContain("two");
  }

  @Test
  void a_second_secret_of_the_same_name_is_refused() {
    create("A", "one");

    Answer again = create("A", "one");

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.contentType()).isEqualTo("application/problem+json");
    assertThat(again.at("/detail").asText()).contains(name);
  }

  @Test
  void the_same_content_again_makes_no_revision() {
    create("A", "one", "B", "two");

    Answer again = update("", "B", "two", "A", "one");

    assertThat(again.at("/unchanged").asBoolean()).isTrue();
    assertThat(again.at("/revision").asInt()).isEqualTo(1);
  }

  @Test
  void a_changed_value_makes_a_revision_and_marks_only_its_key() {
    create("A", "one", "B", "two");

    Answer changed = update("", "A", "other", "B", "two");

    assertThat(changed.at("/unchanged").asBoolean()).isFalse();
    assertThat(changed.at("/revision").asInt()).isEqualTo(2);
    assertThat(changed.texts("/content/items", "revision")).containsExactly("2", "1");
  }

  @Test
  void an_absent_key_is_removed_and_a_new_one_added() {
    create("A", "one", "B", "two");

    Answer changed = update("", "B", "two", "C", "three");

    assertThat(changed.texts("/content/items", "key")).containsExactly("B", "C");
    assertThat(changed.texts("/content/items", "revision")).containsExactly("1", "2");
  }

  @Test
  void a_null_value_keeps_the_value_that_the_key_has() {
    create("A", "one", "B", "two");
    update("", "A", null, "B", "other");

    Answer comparison = compare("A", "one", "B", "other");

    assertThat(comparison.texts("/unchanged", "")).containsExactly("A", "B");
  }

  @Test
  void a_null_value_for_a_key_that_is_not_there_is_refused_and_nothing_is_written() {
    create("A", "one");

    Answer refused = update("", "A", "other", "B", null);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly("/content/items/1/value");
    assertThat(get().at("/revision").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"x\": \"text\"}", "{\"hidden\": \"text\"}", "[\"text\"]", "5"})
  void a_value_that_is_no_text_is_refused_and_not_taken_for_null(String value) {
    create("A", "one");

    Answer refused =
        server.call(
            "PATCH",
            SECRETS + "/" + name,
            "{\"content\": {\"type\": \"env\", \"stage\": \"runtime\","
                + " \"items\": [{\"key\": \"A\", \"value\": "
                + value
                + "}]}}");

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.pointers()).containsExactly("/content/items/0/value");
    assertThat(get().at("/revision").asInt()).isEqualTo(1);
  }

  @Test
  void an_update_that_is_refused_changes_no_description_either() {
    create("A", "one");

    Answer refused = update("\"description\": \"changed\",", "B", null);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(get().at("/description").asText()).isEmpty();
  }

  @Test
  void a_name_with_a_blank_behind_it_is_another_name() {
    create("A", "one");

    assertThat(server.call("DELETE", SECRETS + "/" + name + "%20").status()).isEqualTo(404);
    assertThat(get().status()).isEqualTo(200);
  }

  @Test
  void a_query_that_is_not_encoded_as_it_should_be_is_a_clients_error() {
    assertThat(server.status("GET " + SECRETS + "?search=% HTTP/1.1")).isEqualTo(400);
  }

  @Test
  void a_description_alone_makes_no_revision() {
    create("A", "one");

    Answer described =
        server.call("PATCH", SECRETS + "/" + name, "{\"description\": \"for tests\"}");

    assertThat(described.at("/description").asText()).isEqualTo("for tests");
    assertThat(described.at("/revision").asInt()).isEqualTo(1);
  }

  @Test
  void check_and_set_refuses_a_writer_who_has_seen_an_older_revision() {
    create("A", "one");
    update("", "A", "two");

    Answer refused = update("\"expected_revision\": 1,", "A", "three");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/type").asText()).isEqualTo("urn:bentoform:problem:revision_moved");
    assertThat(compare("A", "two").texts("/unchanged", "")).containsExactly("A");
  }

  @Test
  void
      a_secret_that_was_made_again_is_another_one_and_is_neither_changed_nor_deleted_for_the_first() {
    String first = create("A", "one").at("/uid").asText();
    server.call("DELETE", SECRETS + "/" + name);
    String second = create("A", "one").at("/uid").asText();

    Answer changed = update("\"expected_uid\": \"%s\",".formatted(first), "A", "two");
    Answer deleted = server.call("DELETE", SECRETS + "/" + name + "?expected_uid=" + first);

    assertThat(changed.status()).isEqualTo(409);
    assertThat(changed.at("/type").asText()).isEqualTo("urn:bentoform:problem:another_object");
    assertThat(deleted.status()).isEqualTo(409);
    assertThat(compare("A", "one").texts("/unchanged", "")).containsExactly("A");
    assertThat(compare("A", "one").at("/uid").asText()).isEqualTo(second);
    assertThat(update("\"expected_uid\": \"%s\",".formatted(second), "A", "two").status())
        .isEqualTo(200);
    assertThat(
            server
                .call(
                    "DELETE", SECRETS + "/" + name + "?expected_revision=1&expected_uid=" + second)
                .status())
        .isEqualTo(409);
    assertThat(
            server
                .call(
                    "DELETE", SECRETS + "/" + name + "?expected_revision=2&expected_uid=" + second)
                .status())
        .isEqualTo(200);
  }

  @Test
  void the_same_create_again_changes_nothing_and_one_with_another_uid_is_refused() {
    String uid = "0123456789ab" + name.substring(2, 10) + "cdef";
    String again = "\"name\": \"%s\", \"uid\": \"%s\",".formatted(name, uid);

    Answer created = server.call("POST", SECRETS, body(again, "A", "one"));
    Answer repeated = server.call("POST", SECRETS, body(again, "A", "one"));

    assertThat(created.at("/uid").asText()).isEqualTo(uid);
    assertThat(repeated.status()).isEqualTo(200);
    assertThat(repeated.at("/uid").asText()).isEqualTo(uid);
    assertThat(repeated.at("/revision").asInt()).isEqualTo(1);
    assertThat(repeated.at("/unchanged").asBoolean()).isTrue();
    String other = again.replace("cdef\"", "cdee\"");
    assertThat(server.call("POST", SECRETS, body(other, "A", "one")).at("/type").asText())
        .isEqualTo("urn:bentoform:problem:already_exists");
    String elsewhere = again.replace(name, "other-" + name);
    assertThat(server.call("POST", SECRETS, body(elsewhere, "A", "one")).at("/type").asText())
        .isEqualTo("urn:bentoform:problem:uid_taken");
    String bad = again.replace("cdef\"", "\"");
    assertThat(server.call("POST", SECRETS, body(bad, "A", "one")).pointers())
        .containsExactly("/uid");
  }

  @Test
  void a_comparison_names_keys_and_no_values() {
    create("A", "one", "B", "two", "C", "three");

    Answer comparison = compare("A", "one", "B", "changed", "D", "four");

    assertThat(comparison.at("/revision").asInt()).isEqualTo(1);
    assertThat(comparison.texts("/added", "")).containsExactly("D");
    assertThat(comparison.texts("/removed", "")).containsExactly("C");
    assertThat(comparison.texts("/changed", "")).containsExactly("B");
    assertThat(comparison.texts("/unchanged", "")).containsExactly("A");
  }

  @Test
  void a_deleted_secret_is_gone_and_its_name_is_free_at_once() {
    create("A", "one");

    assertThat(server.call("DELETE", SECRETS + "/" + name).status()).isEqualTo(200);

    assertThat(get().status()).isEqualTo(404);
    assertThat(server.call("DELETE", SECRETS + "/" + name).status()).isEqualTo(404);
    assertThat(create("A", "two").at("/revision").asInt()).isEqualTo(1);
  }

  @Test
  void the_list_has_pages_and_a_search_and_the_newest_first() {
    create("A", "one");
    String second = name + "-b";
    server.call("POST", SECRETS, body("\"name\": \"" + second + "\",", "A", "one"));

    Answer all = server.call("GET", SECRETS + "?count=&q=&search=" + name + "&start=0&all=true");
    Answer page = server.call("GET", SECRETS + "?count=1&search=" + name + "&start=1");

    assertThat(all.texts("/items", "name")).containsExactly(second, name);
    assertThat(page.texts("/items", "name")).containsExactly(name);
    assertThat(page.at("/total").asInt()).isEqualTo(2);
    assertThat(server.call("GET", SECRETS + "?search=%25" + name).at("/total").asInt()).isZero();
  }

  @Test
  void an_unknown_cluster_is_refused_with_those_that_exist() {
    Answer elsewhere = server.call("GET", SECRETS + "/x?cluster=nowhere");
    assertThat(elsewhere.status()).isEqualTo(400);
    assertThat(elsewhere.at("/detail").asText()).contains("no cluster nowhere", "default");
  }

  private Answer create(@Nullable String... keysAndValues) {
    return server.call("POST", SECRETS, body("\"name\": \"" + name + "\",", keysAndValues));
  }

  private Answer update(String members, @Nullable String... keysAndValues) {
    return server.call("PATCH", SECRETS + "/" + name, body(members, keysAndValues));
  }

  private Answer compare(@Nullable String... keysAndValues) {
    return server.call(
        "POST", SECRETS + "/" + name + "/compare", "{\"items\": [" + items(keysAndValues) + "]}");
  }

  private Answer get() {
    return server.call("GET", SECRETS + "/" + name);
  }

  private static String body(String members, @Nullable String... keysAndValues) {
    return "{"
        + members
        + "\"content\": {\"type\": \"env\", \"items\": ["
        + items(keysAndValues)
        + "]}}";
  }

  private static String items(@Nullable String... keysAndValues) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      String value = keysAndValues[i + 1] == null ? "null" : "\"" + keysAndValues[i + 1] + "\"";
      items
          .append(i == 0 ? "" : ",")
          .append("{\"key\": \"%s\", \"value\": %s}".formatted(keysAndValues[i], value));
    }
    return items.toString();
  }
}
