package io.bentoform.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody waits for an API that does not answer. */
class InterruptTest {
  private static final String CONFIGURATION =
      Workspace.HEAD
          + Workspace.VALUE
          + """
          resource "bentocloud_secret" "all" {
            count     = COUNT
            name      = "s-${count.index}"
            values_wo = { KEY = var.value }
          }
          """;
  private static final String VERSION =
      "{\"name\": \"x\", \"version\": \"1\", \"capabilities\": [\"secret_compare\","
          + " \"secret_revisions\"]}";

  private final Queue<HttpExchange> swallowed = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer api;

  InterruptTest() throws IOException {
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  /** It has no secrets, and never answers to the creation of one. */
  @BeforeEach
  void begin() {
    api.setExecutor(threads);
    api.createContext("/", this::answer);
    api.start();
  }

  @AfterEach
  void end() {
    swallowed.forEach(HttpExchange::close);
    api.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      swallowed.add(exchange);
      return;
    }
    boolean asksForVersion = exchange.getRequestURI().getPath().endsWith("/version");
    byte[] body = (asksForVersion ? VERSION : "{\"title\": \"not found\"}").getBytes(UTF_8);
    exchange.sendResponseHeaders(asksForVersion ? 200 : 404, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Workspace workspace(int count) {
    return Workspace.containing(
            CONFIGURATION.replace("COUNT", String.valueOf(count)),
            Map.of(
                "BENTO_CLOUD_API_ENDPOINT",
                "http://127.0.0.1:" + api.getAddress().getPort(),
                "BENTO_CLOUD_API_KEY",
                "t"))
        .with("value", "hidden-value");
  }

  @Test
  void ctrl_c_ends_an_apply_whose_secrets_are_not_answered() {
    try (Workspace workspace = workspace(20)) {
      Apply apply = Apply.begin(workspace);
      Server.await("ten creations under way", Duration.ofMinutes(1), () -> swallowed.size() >= 10);
      Instant interrupted = Instant.now();

      apply.interrupt();

      String output = apply.awaitFailure();
      assertThat(Duration.between(interrupted, Instant.now())).isLessThan(Duration.ofSeconds(5));
      assertThat(output)
          .contains("The run was interrupted before the response")
          .doesNotContain("did not respond", "crash", "hidden-value");
      assertThat(swallowed).hasSize(10);
    }
  }

  @Test
  void two_hundred_creations_find_once_that_the_api_is_away() {
    try (Workspace workspace = workspace(200)) {
      workspace.plan();
      api.stop(0);
      Instant begun = Instant.now();

      Command ended = workspace.terraform("apply", "-no-color", "tfplan");

      assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(15));
      String output = ended.refused();
      assertThat(output).contains("cannot be reached").contains("Nothing was sent");
      assertThat(output.lines().filter(line -> line.contains("Error: ")).count()).isEqualTo(200);
    }
  }
}
