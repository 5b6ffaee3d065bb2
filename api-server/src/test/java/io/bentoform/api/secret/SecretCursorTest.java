package io.bentoform.api.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists that go on after a row of theirs, and lists that are longer than one piece. */
class SecretCursorTest {
  private static final String SECRETS = "/api/v1/org_secrets";

  private final TestServer server = TestServer.shared();
  private final String cluster = "c" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void makeCluster() {
    Answer made = server.call("POST", "/api/v1/clusters", "{\"name\": \"" + cluster + "\"}");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
  }

  @AfterEach
  void delete() {
    atOnce(names(list("count=100000")), this::delete);
    assertThat(server.call("DELETE", "/api/v1/clusters/" + cluster).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sort:name-asc", "sort:name-desc", "sort:updated_at-desc"})
  void each_secret_is_on_one_page_although_others_come_and_go(String order) {
    List<String> there = IntStream.range(10, 19).mapToObj(i -> "s" + i).toList();
    there.forEach(this::make);
    List<String> seen = new ArrayList<>();
    String query = "count=2&q=" + order;
    for (Answer page = list(query); ; page = list(query + "&after=" + next(page))) {
      seen.addAll(names(page));
      if (page.at("/next").isNull()) {
        break;
      }
      delete(seen.getLast());
      make("s00-" + seen.size());
      make("s99-" + seen.size());
    }

    assertThat(seen).doesNotHaveDuplicates().containsAll(there);
  }

  @Test
  void the_last_page_has_no_next_one_and_each_has_the_total() {
    List.of("a", "b", "c").forEach(this::make);

    Answer first = list("count=2");
    Answer second = list("count=2&after=" + next(first));

    assertThat(names(second)).containsExactly("a");
    assertThat(second.at("/next").isNull()).isTrue();
    assertThat(second.at("/total").asInt()).isEqualTo(3);
    assertThat(list("count=3").at("/next").isNull()).isTrue();
    assertThat(list("count=0").at("/next").isNull()).isTrue();
  }

  @Test
  void a_cursor_narrows_what_the_query_asks_for() {
    List.of("a1", "b1", "a2", "b2", "a3").forEach(this::make);

    Answer first = list("count=2&search=a");
    Answer second = list("count=2&search=a&after=" + next(first));

    assertThat(names(first)).containsExactly("a3", "a2");
    assertThat(names(second)).containsExactly("a1");
  }

  @Test
  void a_cursor_that_is_none_or_of_another_order_is_refused() {
    List.of("a", "b").forEach(this::make);
    String next = next(list("count=1"));

    for (String wrong :
        List.of(
            "after=x",
            "after=" + next.substring(2),
            "after=e30",
            "start=1&after=" + next,
            "q=sort:name-asc&after=" + next)) {
      Answer refused = list(wrong);
      assertThat(refused.status()).as(wrong).isEqualTo(400);
      assertThat(refused.at("/detail").asText()).isNotEmpty();
    }
    assertThat(list("q=sort:name-asc&after=" + next).at("/detail").asText())
        .contains("another order than sort:name-asc");
  }

  @Test
  void a_list_of_many_pieces_has_each_secret_once_in_its_order() {
    List<String> there = IntStream.range(1000, 2200).mapToObj(i -> "s" + i).toList();
    atOnce(there, this::make);

    Answer whole = list("count=100000&q=sort:name-asc");
    assertThat(names(whole)).isEqualTo(there);
    assertThat(whole.at("/total").asInt()).isEqualTo(there.size());
    assertThat(whole.at("/next").isNull()).isTrue();

    Answer most = list("count=1150&q=sort:name-asc");
    assertThat(names(most)).isEqualTo(there.subList(0, 1150));
    assertThat(names(list("q=sort:name-asc&after=" + next(most))))
        .isEqualTo(there.subList(1150, 1200));

    Answer all = server.call("GET", SECRETS + "?all=true&q=cluster:" + cluster);
    assertThat(names(all)).hasSameElementsAs(there).doesNotHaveDuplicates();
    assertThat(all.at("/count").asInt()).isEqualTo(there.size());
  }

  private void make(String name) {
    Answer made =
        server.call(
            "POST",
            SECRETS + "?cluster=" + cluster,
            """
            {"name": "%s", "content": {"items": [{"key": "A", "value": "x"}]}}
            """
                .formatted(name));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
  }

  private void delete(String name) {
    server.call("DELETE", SECRETS + "/" + name + "?cluster=" + cluster);
  }

  private static void atOnce(List<String> names, Consumer<String> work) {
    try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
      clients
          .invokeAll(
              names.stream().map(name -> Executors.callable(() -> work.accept(name))).toList())
          .forEach(done -> assertThat(done).succeedsWithin(Duration.ofSeconds(60)));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Answer list(String parameters) {
    return server.call("GET", SECRETS + "?cluster=" + cluster + "&" + parameters);
  }

  private static String next(Answer answer) {
    assertThat(answer.at("/next").isTextual()).as(answer.body()).isTrue();
    return answer.at("/next").asText();
  }

  private static List<String> names(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.texts("/items", "name");
  }
}
