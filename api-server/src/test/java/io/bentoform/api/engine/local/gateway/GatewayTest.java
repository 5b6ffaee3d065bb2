package io.bentoform.api.engine.local.gateway;

import static io.bentoform.api.engine.local.gateway.GatewayStage.await;
import static io.bentoform.api.engine.local.gateway.GatewayStage.readHead;
import static io.bentoform.api.engine.local.gateway.GatewayStage.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.local.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which replica the gateway asks, and for whom. */
final class GatewayTest {
  private final GatewayStage stage = new GatewayStage();
  private final Gateway gateway = stage.gateway;

  GatewayTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    stage.close();
  }

  @Test
  void requests_of_one_connection_go_to_the_replicas_in_turn() throws Exception {
    gateway.route(
        List.of(
            stage.server(exchange -> text(exchange, "one")),
            stage.server(exchange -> text(exchange, "two"))));

    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      answers.add(stage.get("/").body());
    }

    assertThat(answers).containsSequence("one", "two").containsSequence("two", "one");
  }

  @Test
  void without_a_ready_replica_the_answer_is_503_and_says_when_to_try_again() throws Exception {
    HttpResponse<String> answer = stage.get("/");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.body()).contains("No replica of this deployment is ready");
  }

  @Test
  void a_request_that_finds_all_replicas_leaving_goes_to_those_in_their_place() throws Exception {
    try (ServerSocket leaving = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket first = new Socket(leaving.getInetAddress(), leaving.getLocalPort());
        Socket second = new Socket(leaving.getInetAddress(), leaving.getLocalPort())) {
      // Its queue is full now, so that a connection to it hangs until it is given up.
      Backend leavingBackend = new Backend(leaving.getLocalPort());
      gateway.route(List.of(leavingBackend));
      CompletableFuture<Integer> status =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return stage.get("/").statusCode();
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      Eventually.holds("the request is on its way", () -> !leavingBackend.awaitIdle(Duration.ZERO));

      gateway.route(List.of(stage.server(exchange -> text(exchange, "new"))));

      assertThat(status.get()).isEqualTo(200);
      assertThat(first.isConnected() && second.isConnected()).isTrue();
    }
  }

  @Test
  void a_protected_endpoint_answers_those_alone_who_have_a_token_and_keeps_it_to_itself()
      throws Exception {
    gateway.route(List.of(stage.server(GatewayTest::credentials)));
    gateway.protect(true);

    HttpResponse<String> without = stage.get("/");
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(stage.with("Authorization", "Bearer bad").statusCode()).isEqualTo(401);
    assertThat(stage.with("Authorization", "Bearer good").body()).isEqualTo("null null");
    assertThat(stage.with("X-YATAI-API-TOKEN", "good").body()).isEqualTo("null null");
    assertThat(stage.with("Authorization", "Bearer unknown").statusCode()).isEqualTo(503);

    gateway.protect(false);
    assertThat(stage.with("Authorization", "Basic mine").body()).isEqualTo("Basic mine null");
    assertThat(stage.with("X-YATAI-API-TOKEN", "good").body())
        .as("the command line sends its token to every address")
        .isEqualTo("null null");
  }

  private static void credentials(HttpExchange exchange) throws IOException {
    text(
        exchange,
        exchange.getRequestHeaders().getFirst("Authorization")
            + " "
            + exchange.getRequestHeaders().getFirst("X-YATAI-API-TOKEN"));
  }

  @Test
  void a_replica_that_accepts_no_connection_is_passed_over() throws Exception {
    Backend dead = new Backend(Ports.free());
    gateway.route(List.of(dead, stage.server(exchange -> text(exchange, "alive")), dead));

    for (int i = 0; i < 6; i++) {
      assertThat(stage.get("/").body()).isEqualTo("alive");
    }
  }

  @Test
  void a_replica_that_ends_before_it_answers_gives_502() throws Exception {
    gateway.route(List.of(stage.raw(socket -> readHead(socket))));

    assertThat(stage.get("/").statusCode()).isEqualTo(502);
  }

  @Test
  void a_replica_is_idle_only_when_its_last_request_is_answered() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Backend old =
        stage.server(
            exchange -> {
              arrived.countDown();
              await(finish);
              text(exchange, "old");
            });
    gateway.route(List.of(old));
    CompletableFuture<HttpResponse<String>> answer =
        stage.client.sendAsync(
            HttpRequest.newBuilder(stage.url("/")).build(), HttpResponse.BodyHandlers.ofString());
    await(arrived);

    gateway.route(List.of(stage.server(exchange -> text(exchange, "new"))));
    assertThat(stage.get("/").body()).isEqualTo("new");
    CompletableFuture<Boolean> idle =
        CompletableFuture.supplyAsync(() -> old.awaitIdle(Duration.ofSeconds(20)));
    assertThat(old.awaitIdle(Duration.ofMillis(50))).isFalse();
    finish.countDown();

    assertThat(answer.get().body()).isEqualTo("old");
    assertThat(idle.get()).isTrue();
  }

  @Test
  void its_port_is_free_as_soon_as_it_is_closed() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (GatewayStage brief = new GatewayStage()) {
        int port = brief.gateway.port();
        assertThat(brief.get("/").statusCode()).isEqualTo(503);
        brief.gateway.close();
        assertThat(Ports.isFree(port)).isTrue();
      }
    }
  }
}
