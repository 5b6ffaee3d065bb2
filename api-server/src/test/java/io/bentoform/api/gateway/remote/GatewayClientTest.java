package io.bentoform.api.gateway.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.bentoform.api.Eventually;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.engine.local.process.Ports;
import io.bentoform.api.gateway.Gateway;
import io.bentoform.api.gateway.GatewaySettings;
import io.bentoform.api.gateway.Listener;
import io.bentoform.api.gateway.Routes;
import io.bentoform.api.gateway.Upstream;
import io.bentoform.api.gateway.UpstreamAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real gateway that asks for its routes over HTTP. */
final class GatewayClientTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer one = replica("one");
  private final HttpServer other = replica("other");
  private final int port = Ports.free();
  private final GatewayClient client;
  private final Gateway gateway;
  private ControlApi control = new ControlApi(0);

  GatewayClientTest() throws Exception {
    client =
        new GatewayClient(
            HttpClient.newHttpClient(), control.address(), Hidden.of(ControlApi.TOKEN), "g");
    gateway = Gateway.start(GatewaySettings.at(InetAddress.getLoopbackAddress()), client, client);
  }

  @AfterEach
  void close() {
    client.close();
    gateway.close();
    control.close();
    one.stop(0);
    other.stop(0);
    http.close();
  }

  private static HttpServer replica(String text) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    server.start();
    return server;
  }

  private static Upstream at(HttpServer server) {
    int port = server.getAddress().getPort();
    return new Upstream("u-" + port, new UpstreamAddress.Tcp("127.0.0.1", port));
  }

  private void route(Upstream... upstreams) {
    control.gateways.apply(
        SampleRoutes.of(SampleRoutes.route("a", new Listener.Port(port), upstreams)));
  }

  private String get() throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
            BodyHandlers.ofString())
        .body();
  }

  private void begin() throws InterruptedException {
    client.awaitRoutes();
    client.start(gateway);
  }

  @Test
  void it_follows_the_routes_and_tells_what_it_counts() throws Exception {
    route(at(one));
    begin();
    assertThat(get()).isEqualTo("one");

    route(at(other));

    Eventually.holds("the other replica answers", () -> get().equals("other"));
    Eventually.holds(
        "its requests are told",
        () ->
            control.gateways.metrics().services().stream()
                .anyMatch(counted -> counted.requestsByClass().get(1) >= 2));
  }

  @Test
  void behind_a_load_balancer_it_asks_no_more_often_than_once_a_second() throws Exception {
    control.inTurn = true;
    Routes both = SampleRoutes.of(SampleRoutes.route("a", new Listener.Port(port), at(one)));
    control.gateways.apply(both);
    control.others.apply(both);
    begin();
    int before = control.exchanges.get();
    long begin = System.nanoTime();

    Eventually.holds("four more", () -> control.exchanges.get() >= before + 4);

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(2));
    assertThat(get()).isEqualTo("one");
  }

  @Test
  void while_the_control_api_is_away_its_last_routes_hold() throws Exception {
    route(at(one));
    begin();
    int was = control.port();

    control.close();
    assertThat(get()).isEqualTo("one");

    control = new ControlApi(was);
    route(at(other));
    Eventually.holds("the other replica answers", () -> get().equals("other"));
  }

  @Test
  void a_request_that_waits_is_told_at_once() throws Exception {
    route();
    begin();

    CompletableFuture<String> answer =
        http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/")).build(),
                BodyHandlers.ofString())
            .thenApply(response -> response.body());
    Eventually.holds("it is told", () -> control.demands.contains("a"));
    route(at(one));

    assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("one");
  }

  @Test
  void the_control_api_says_who_may_call_and_its_last_answer_holds() {
    assertThat(client.allows(Hidden.of("good"))).isTrue();
    assertThat(client.allows(Hidden.of("bad"))).isFalse();
    assertThat(client.allows(Hidden.of("good"))).isTrue();
    assertThat(control.asked).containsExactly("good", "bad");

    control.close();

    assertThat(client.allows(Hidden.of("good"))).isTrue();
    assertThat(client.allows(Hidden.of("never seen"))).isFalse();
  }
}
