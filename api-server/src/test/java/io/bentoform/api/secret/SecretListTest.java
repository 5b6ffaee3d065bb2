package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretListTest {
  private static final String SECRETS = "/api/v1/org_secrets";

  private final TestServer server = TestServer.shared();
  private final String prefix = "l" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void make() {
    make("a", "env", "first of three");
    make("b", "mountfile", "second of three");
    make("c", "env", "last");
  }

  @AfterEach
  void delete() {
    List.of("a", "b", "c").forEach(each -> server.call("DELETE", SECRETS + "/" + prefix + each));
  }

  private void make(String suffix, String type, String description) {
    String path = type.equals("env") ? "" : "\"path\": \"$BENTOML_HOME\",";
    Answer made =
        server.call(
            "POST",
            SECRETS,
            """
            {"name": "%s", "description": "%s",
             "content": {"type": "%s", %s "items": [{"key": "K_%s", "value": "x"}]}}
            """
                .formatted(prefix + suffix, description, type, path, suffix));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
  }

  @Test
  void the_newest_comes_first_in_parts_with_the_total() {
    Answer first = list("search=" + prefix + "&start=0&count=2");
    Answer second = list("search=" + prefix + "&start=2&count=2");

    assertThat(names(first)).containsExactly(prefix + "c", prefix + "b");
    assertThat(names(second)).containsExactly(prefix + "a");
    assertThat(first.at("/total").asInt()).isEqualTo(3);
    assertThat(second.at("/start").asInt()).isEqualTo(2);
  }

  @Test
  void those_of_all_clusters_are_given_in_parts_to_who_goes_on_after_a_cursor() {
    Answer first = list("search=" + prefix + "&count=2&all=true");
    Answer rest =
        list("search=" + prefix + "&count=2&all=true&after=" + first.at("/next").asText());

    assertThat(names(first)).containsExactly(prefix + "c", prefix + "b");
    assertThat(names(rest)).containsExactly(prefix + "a");
    assertThat(rest.at("/next").isNull()).isTrue();
  }

  @Test
  void all_from_the_start_means_all_whatever_count_says() {
    Answer all = list("search=" + prefix + "&start=0&count=1&all=true");

    assertThat(names(all)).hasSize(3);
    assertThat(all.at("/count").asInt()).isEqualTo(3);
  }

  @Test
  void an_order_can_be_chosen() {
    assertThat(names(ask(prefix + " sort:name-asc")))
        .containsExactly(prefix + "a", prefix + "b", prefix + "c");
    server.call("PATCH", SECRETS + "/" + prefix + "b", "{\"description\": \"second, again\"}");
    assertThat(names(ask(prefix + " sort:updated_at-desc"))).startsWith(prefix + "b");
    assertThat(names(ask(prefix + " sort:created_at-asc"))).startsWith(prefix + "a");
  }

  @Test
  void words_narrow_the_list_together() {
    assertThat(names(ask(prefix + " type:mountfile"))).containsExactly(prefix + "b");
    assertThat(names(ask(prefix + " -type:mountfile"))).hasSize(2);
    assertThat(names(ask(prefix + " key:K_a,K_c"))).containsExactly(prefix + "c", prefix + "a");
    assertThat(names(ask(prefix + " creator:@me stage:runtime cluster:default"))).hasSize(3);
    assertThat(names(ask("in:description three in:name " + prefix)))
        .containsExactly(prefix + "b", prefix + "a");
    assertThat(names(ask("in:description " + prefix))).isEmpty();
  }

  @Test
  void a_query_may_be_typed_without_percent_encoding() {
    assertThat(names(list("q=" + prefix + "+type:mountfile"))).containsExactly(prefix + "b");
  }

  @Test
  void a_text_stands_for_itself_and_never_for_a_pattern() {
    assertThat(names(ask(prefix + "%"))).isEmpty();
    assertThat(names(list("search=" + prefix + "_"))).isEmpty();
    assertThat(ask(prefix + " key:'%20OR%201=1").status()).isEqualTo(200);
  }

  @Test
  void what_the_language_does_not_know_is_refused_with_what_it_knows() {
    assertThat(ask("colour:red").status()).isEqualTo(400);
    assertThat(ask("colour:red").at("/detail").asText()).contains("colour", "cluster", "stage");
    assertThat(ask("label:a=b").at("/detail").asText()).contains("no labels");
    assertThat(ask("is:dev").status()).isEqualTo(400);
    assertThat(ask("sort:size-desc").at("/detail").asText()).contains("created_at, name");
    assertThat(ask("sort:name-up").status()).isEqualTo(400);
    assertThat(ask("key:").status()).isEqualTo(400);
  }

  private Answer ask(String query) {
    return list("q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
  }

  private Answer list(String parameters) {
    return server.call("GET", SECRETS + "?" + parameters);
  }

  private static List<String> names(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.texts("/items", "name");
  }
}
