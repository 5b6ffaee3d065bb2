package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.PATIENCE;
import static io.bentoform.api.gateway.GatewayStage.await;
import static io.bentoform.api.gateway.GatewayStage.readHead;
import static io.bentoform.api.gateway.GatewayStage.send;
import static io.bentoform.api.gateway.GatewayStage.tcp;
import static io.bentoform.api.gateway.GatewayStage.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import io.bentoform.api.engine.local.process.Ports;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which requests wait, for how long, and who is told. */
final class GatewayQueueTest {
  private final GatewayStage stage = new GatewayStage();

  GatewayQueueTest() throws IOException {}

  @AfterEach
  void close() throws IOException {
    stage.close();
  }

  @Test
  void a_request_is_held_until_a_replica_is_ready_and_asks_for_it_each_second() throws Exception {
    stage.apply(stage.draft().awaited(PATIENCE, 10).to());
    Instant before = Instant.now();
    CompletableFuture<HttpResponse<String>> answer = stage.getLater("/");

    Eventually.holds("it asked twice", () -> stage.demands.size() >= 2);
    assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofMillis(900));
    assertThat(stage.demands).containsOnly("d-1 Service main");
    assertThat(stage.load().waitingByVersion()).containsEntry("main", 1);
    assertThat(stage.load().lastRequest())
        .hasValueSatisfying(last -> assertThat(last).isAfterOrEqualTo(before));
    Upstream late = stage.server(exchange -> text(exchange, "awake"));
    stage.apply(stage.draft().awaited(PATIENCE, 10).to(late));

    assertThat(answer.get().body()).isEqualTo("awake");
    assertThat(stage.load().waiting()).isZero();
    assertThat(stage.gateway.metrics().services().getFirst().coldStarts()).isEqualTo(1);
  }

  @Test
  void a_held_body_is_passed_on_when_a_replica_is_ready() throws Exception {
    stage.apply(stage.draft().awaited(PATIENCE, 10).to());
    Socket socket = stage.connect();
    send(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody");
    Eventually.holds("it waits", () -> stage.load().waiting() == 1);

    Upstream echo =
        stage.server(
            exchange ->
                text(
                    exchange,
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    stage.route(echo);

    assertThat(readHead(socket)).startsWith("HTTP/1.1 200");
    assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("body");
  }

  @Test
  void a_request_waits_no_longer_than_the_limit() throws Exception {
    stage.apply(stage.draft().awaited(Duration.ofMillis(300), 10).to());

    HttpResponse<String> answer = stage.get("/");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void a_request_that_finds_the_queue_full_is_told_to_try_again() throws Exception {
    stage.apply(stage.draft().awaited(PATIENCE, 1).to());
    CompletableFuture<HttpResponse<String>> first = stage.getLater("/");
    Eventually.holds("the first waits", () -> stage.load().waiting() == 1);

    HttpResponse<String> second = stage.get("/");

    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.headers().firstValue("Retry-After")).isPresent();
    stage.route(stage.server(exchange -> text(exchange, "served")));
    assertThat(first.get().body()).isEqualTo("served");
  }

  @Test
  void requests_that_wait_in_vain_are_answered_when_no_replica_is_expected_any_more()
      throws Exception {
    stage.apply(stage.draft().awaited(PATIENCE, 10).to());
    CompletableFuture<HttpResponse<String>> answer = stage.getLater("/");
    Eventually.holds("it waits", () -> stage.load().waiting() == 1);

    stage.route();

    assertThat(answer.get().statusCode()).isEqualTo(503);
  }

  @Test
  void a_client_that_leaves_waits_no_more() throws Exception {
    stage.apply(stage.draft().awaited(PATIENCE, 10).to());
    Socket socket = stage.connect();
    send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    Eventually.holds("it waits", () -> stage.load().waiting() == 1);

    socket.close();

    Eventually.holds("it is gone", () -> stage.load().waiting() == 0);
    assertThat(stage.gateway.metrics().services().getFirst().abandoned()).isEqualTo(1);
  }

  @Test
  void a_killed_replica_is_waited_for_when_another_is_expected() throws Exception {
    stage.apply(stage.draft().awaited(PATIENCE, 10).to(tcp(Ports.free())));
    CompletableFuture<HttpResponse<String>> answer = stage.getLater("/");
    Eventually.holds("another is asked for", () -> !stage.demands.isEmpty());

    stage.route(stage.server(exchange -> text(exchange, "the next")));

    assertThat(answer.get().body()).isEqualTo("the next");
  }

  @Test
  void no_replica_gets_more_requests_than_its_concurrency_and_the_rest_come_in_order()
      throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<String> order = new ArrayList<>();
    Semaphore finish = new Semaphore(0);
    Upstream replica =
        stage.server(
            exchange -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              synchronized (order) {
                order.add(exchange.getRequestURI().getPath());
              }
              finish.acquireUninterruptibly();
              now.decrementAndGet();
              text(exchange, "done");
            });
    stage.apply(stage.draft().concurrency(2, 10).to(replica));
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      answers.add(stage.getLater("/" + i));
      int sent = i + 1;
      Eventually.holds(
          "it arrived", () -> stage.load().inFlight() + stage.load().waiting() == sent);
    }
    assertThat(stage.load().inFlight()).isEqualTo(2);
    assertThat(stage.load().waiting()).isEqualTo(4);

    for (int i = 0; i < 6; i++) {
      finish.release();
      int ended = i + 1;
      Eventually.holds(
          "one ended", () -> answers.stream().filter(CompletableFuture::isDone).count() == ended);
    }

    assertThat(most).hasValue(2);
    assertThat(order.subList(2, 6)).containsExactly("/2", "/3", "/4", "/5");
    assertThat(answers).allSatisfy(answer -> assertThat(answer.get().statusCode()).isEqualTo(200));
  }

  @Test
  void the_replica_with_the_fewest_requests_gets_the_next_one() throws Exception {
    CountDownLatch finish = new CountDownLatch(1);
    Upstream busy =
        stage.server(
            exchange -> {
              await(finish);
              text(exchange, "busy");
            });
    stage.route(busy);
    CompletableFuture<HttpResponse<String>> held = stage.getLater("/");
    Eventually.holds("it is busy", () -> stage.load().inFlight() == 1);

    stage.route(busy, stage.server(exchange -> text(exchange, "idle")));

    for (int i = 0; i < 5; i++) {
      assertThat(stage.get("/").body()).isEqualTo("idle");
    }
    finish.countDown();
    assertThat(held.get().body()).isEqualTo("busy");
  }

  @Test
  void a_browser_gets_a_page_that_reloads_while_the_deployment_wakes() throws Exception {
    stage.apply(stage.draft().awaited(PATIENCE, 10).to());

    HttpResponse<String> page = stage.with("Accept", "text/html,application/xhtml+xml");

    assertThat(page.statusCode()).isEqualTo(503);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.body()).contains("http-equiv=\"refresh\"");
    Eventually.holds("the deployment is woken", () -> !stage.demands.isEmpty());
  }

  @Test
  void two_hundred_requests_at_once_lose_none_while_replicas_are_swapped() throws Exception {
    stage.apply(stage.draft().awaited(PATIENCE, 1_000).to(replica()));
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int round = 0; round < 10; round++) {
      for (int i = 0; i < 200; i++) {
        answers.add(stage.getLater("/"));
      }
      Upstream next = replica();
      stage.apply(stage.draft().awaited(PATIENCE, 1_000).to(next));
    }

    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get().statusCode()).isEqualTo(200);
    }
  }

  private Upstream replica() throws IOException {
    return stage.server(exchange -> text(exchange, "answer"));
  }
}
