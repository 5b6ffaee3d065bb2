package io.bentoform.api.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.TestServer;
import io.bentoform.api.http.Json;
import io.bentoform.api.wire.ListResponse;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** Long lists of numbers on their way to a client. */
class StreamedListTest {
  private static final QueryFields NUMBERS =
      new QueryFields(
          "numbers", Map.of("name", "s.id"), Map.of(), Map.of(), Map.of(), Optional.empty());

  private static HttpResponse<String> list(LongFunction<String> form) throws Exception {
    Listing<String> listing =
        Listing.of(
                Page.all(""),
                new Selection("(SELECT seq AS id FROM seq_1_to_2000 LIMIT 2000) s"),
                NUMBERS,
                "",
                (execute, ids) -> ids,
                Long::longValue)
            .shown(form::apply);
    WebServer server =
        WebServer.builder()
            .routing(
                routing ->
                    routing.get(
                        "/",
                        (request, response) ->
                            listing.from(TestServer.shared().database()).send(response)))
            .build()
            .start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI address = URI.create("http://127.0.0.1:" + server.port() + "/");
      return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    } finally {
      server.stop();
    }
  }

  @Test
  void a_long_list_has_no_length_before_it_is_read_and_is_whole() throws Exception {
    HttpResponse<String> answer = list(number -> "n" + number);

    assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
    ListResponse<?> read = Json.read(answer.body(), ListResponse.class);
    assertThat(read.total()).isEqualTo(2000);
    assertThat(read.items().stream().map(String::valueOf).toList())
        .hasSize(2000)
        .startsWith("n2000")
        .endsWith("n1")
        .doesNotHaveDuplicates();
    assertThat(read.next()).isNull();
  }

  @Test
  void a_list_that_fails_on_its_way_is_not_taken_for_whole() {
    assertThatThrownBy(
            () ->
                Json.MAPPER.readTree(
                    list(number -> {
                          if (number == 700) {
                            throw new IllegalStateException("The row is not what it should be");
                          }
                          return "n" + number;
                        })
                        .body()))
        .as("the connection breaks off, or the JSON does")
        .isInstanceOf(IOException.class);
  }
}
