package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.PATIENCE;
import static io.bentoform.api.gateway.GatewayStage.await;
import static io.bentoform.api.gateway.GatewayStage.readHead;
import static io.bentoform.api.gateway.GatewayStage.tcp;
import static io.bentoform.api.gateway.GatewayStage.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.local.process.Ports;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    stage.route(
        stage.server(exchange -> text(exchange, "one")),
        stage.server(exchange -> text(exchange, "two")));

    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      answers.add(stage.get("/").body());
    }

    assertThat(answers).containsSequence("one", "two").containsSequence("two", "one");
  }

  @Test
  void without_a_ready_replica_the_answer_is_503_and_says_when_to_try_again() throws Exception {
    stage.route();

    HttpResponse<String> answer = stage.get("/");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.body()).contains("No replica of this deployment is ready");
  }

  @Test
  void a_request_that_finds_all_replicas_leaving_goes_to_those_in_their_place() throws Exception {
    stage.apply(stage.draft().awaited(PATIENCE, 10).to(tcp(Ports.free())));
    CompletableFuture<HttpResponse<String>> answer = stage.getLater("/");
    Eventually.holds("the request waits", () -> stage.load().waiting() == 1);

    stage.route(stage.server(exchange -> text(exchange, "new")));

    assertThat(answer.get().body()).isEqualTo("new");
  }

  @Test
  void a_protected_endpoint_answers_those_alone_who_have_a_token_and_keeps_it_to_itself()
      throws Exception {
    Upstream replica = stage.server(GatewayTest::credentials);
    stage.apply(stage.draft().isProtected().to(replica));

    HttpResponse<String> without = stage.get("/");
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    assertThat(stage.with("Authorization", "Bearer bad").statusCode()).isEqualTo(401);
    assertThat(stage.with("Authorization", "Bearer good").body()).isEqualTo("null null");
    assertThat(stage.with("X-YATAI-API-TOKEN", "good").body()).isEqualTo("null null");
    assertThat(stage.with("Authorization", "Bearer unknown").statusCode()).isEqualTo(503);

    stage.route(replica);
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
    Upstream dead = tcp(Ports.free());
    stage.route(dead, stage.server(exchange -> text(exchange, "alive")), dead);

    for (int i = 0; i < 6; i++) {
      assertThat(stage.get("/").body()).isEqualTo("alive");
    }
  }

  @Test
  void a_replica_that_ends_before_it_answers_gives_502() throws Exception {
    stage.route(stage.raw(socket -> readHead(socket)));

    assertThat(stage.get("/").statusCode()).isEqualTo(502);
  }

  @Test
  void a_gateway_that_drains_answers_all_and_ends_each_connection_with_its_next_response()
      throws Exception {
    stage.route(stage.server(exchange -> GatewayStage.text(exchange, "here")));
    Thread draining =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    stage.gateway.drain(GatewayStage.PATIENCE);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });

    Eventually.holds(
        "a response ends its connection",
        () -> {
          try (Socket socket = stage.connect()) {
            GatewayStage.send(socket, GatewayStage.head("GET / HTTP/1.1", "Host: a"));
            String answer =
                new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200")
                && answer.toLowerCase(Locale.ROOT).contains("connection: close")
                && answer.endsWith("here");
          }
        });
    assertThat(draining.join(GatewayStage.PATIENCE)).isTrue();
  }

  @Test
  void a_replica_is_idle_only_when_its_last_request_is_answered() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    Upstream old =
        stage.server(
            exchange -> {
              arrived.countDown();
              await(finish);
              text(exchange, "old");
            });
    stage.route(old);
    CompletableFuture<HttpResponse<String>> answer = stage.getLater("/");
    await(arrived);

    stage.route(stage.server(exchange -> text(exchange, "new")));
    assertThat(stage.get("/").body()).isEqualTo("new");
    CompletableFuture<Boolean> idle =
        CompletableFuture.supplyAsync(() -> gateway.awaitIdle(old.id(), Duration.ofSeconds(20)));
    assertThat(gateway.awaitIdle(old.id(), Duration.ofMillis(50))).isFalse();
    finish.countDown();

    assertThat(answer.get().body()).isEqualTo("old");
    assertThat(idle.get()).isTrue();
  }

  @Test
  void connections_to_a_replica_are_closed_when_it_is_routed_away_and_idle() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    stage.route(
        stage.raw(
            socket -> {
              while (readHead(socket).endsWith("\r\n\r\n")) {
                GatewayStage.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
              }
              closed.countDown();
            }));
    assertThat(stage.get("/").statusCode()).isEqualTo(200);
    long before = System.nanoTime();

    stage.route();

    await(closed);
    assertThat(System.nanoTime() - before)
        .as("sooner than an idle connection would be")
        .isLessThan(Duration.ofMillis(2_500).toNanos());
  }

  @Test
  void requests_are_counted_by_status_and_duration() throws Exception {
    stage.route(
        stage.server(
            exchange -> {
              boolean good = exchange.getRequestURI().getPath().equals("/good");
              exchange.sendResponseHeaders(good ? 200 : 404, -1);
            }));

    stage.get("/good");
    stage.get("/good");
    stage.get("/bad");
    stage.route();
    stage.get("/none");

    Eventually.holds("the last is counted", () -> counted().requestsByClass().get(4) == 1);
    GatewayMetrics.Service counted = counted();
    assertThat(counted.requestsByClass()).containsExactly(0L, 2L, 0L, 1L, 1L);
    assertThat(counted.errors()).isEqualTo(1);
    assertThat(counted.durations().stream().mapToLong(Long::longValue).sum()).isEqualTo(4);
    assertThat(counted.duration()).isPositive();
    assertThat(counted.load().inFlight()).isZero();
  }

  private GatewayMetrics.Service counted() {
    return gateway.metrics().services().getFirst();
  }

  @Test
  void its_port_is_free_as_soon_as_it_is_closed() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (GatewayStage brief = new GatewayStage()) {
        brief.route();
        assertThat(brief.get("/").statusCode()).isEqualTo(503);
        brief.gateway.close();
        assertThat(Ports.isFree(brief.listener.port())).isTrue();
      }
    }
  }
}
