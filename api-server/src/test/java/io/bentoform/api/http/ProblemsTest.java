package io.bentoform.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of failures, behind a web server of its own. */
final class ProblemsTest {
  private final Logger logger = Logger.getLogger(Problems.class.getName());
  private final List<LogRecord> logged = new ArrayList<>();
  private final java.util.logging.Handler log = new Collector();

  private final class Collector extends java.util.logging.Handler {
    @Override
    public void publish(LogRecord line) {
      if (line.getLevel().equals(Level.SEVERE)) {
        logged.add(line);
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    logger.addHandler(log);
    logger.setUseParentHandlers(false);
  }

  @AfterEach
  void leave() {
    logger.removeHandler(log);
    logger.setUseParentHandlers(true);
  }

  private static HttpResponse<String> ask(Handler handler, String body)
      throws IOException, InterruptedException {
    HttpRouting.Builder routing = HttpRouting.builder();
    Problems.register(routing);
    routing.post("/", handler);
    WebServer web =
        WebServer.builder().host("127.0.0.1").addRouting(routing).shutdownHook(false).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      web.start();
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.port()))
              .timeout(Duration.ofSeconds(20))
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } finally {
      web.stop();
    }
  }

  private static void failOnAFile() {
    try {
      Files.size(Path.of("/no/such/folder/of/ours"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_failure_with_a_file_of_the_server_is_answered_and_logged() throws Exception {
    HttpResponse<String> answer = ask((request, response) -> failOnAFile(), "body");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
    assertThat(answer.headers().allValues("X-Request-Id")).hasSize(1);
    assertThat(answer.headers().allValues("x-trace-id")).containsExactly(id);
    assertThat(answer.body()).contains("request id " + id + ".").doesNotContain("/no/such");
    assertThat(logged).hasSize(1);
    assertThat(logged.getFirst().getMessage()).isEqualTo(id + " POST / failed");
    assertThat(logged.getFirst().getThrown()).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void a_failure_in_the_middle_of_an_answer_ends_the_connection_and_no_client_waits()
      throws Exception {
    HttpRouting.Builder routing = HttpRouting.builder();
    Problems.register(routing);
    routing.get(
        "/",
        (request, response) -> {
          response.header(HeaderNames.CONTENT_LENGTH, "100");
          try (OutputStream out = response.outputStream()) {
            out.write(new byte[10]);
            out.flush();
            Files.size(Path.of("/no/such/folder/of/ours"));
          }
        });
    WebServer web =
        WebServer.builder().host("127.0.0.1").addRouting(routing).shutdownHook(false).build();
    try {
      web.start();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
        socket.setSoTimeout(10_000);
        socket
            .getOutputStream()
            .write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        String answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain("HTTP/1.1 500");
      }
    } finally {
      web.stop();
    }
  }

  @Test
  void a_client_that_is_gone_is_no_failure() throws Exception {
    HttpRouting.Builder routing = HttpRouting.builder();
    Problems.register(routing);
    List<Throwable> seen = new ArrayList<>();
    routing.post(
        "/",
        (request, response) -> {
          try {
            response.send("read " + request.content().inputStream().readAllBytes().length);
          } catch (RuntimeException e) {
            seen.add(e);
            throw e;
          }
        });
    WebServer web =
        WebServer.builder().host("127.0.0.1").addRouting(routing).shutdownHook(false).build();
    try {
      web.start();
      try (java.net.Socket socket = new Socket(InetAddress.getLoopbackAddress(), web.port())) {
        socket.setSoLinger(true, 0);
        socket
            .getOutputStream()
            .write(
                "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf"
                    .getBytes(StandardCharsets.US_ASCII));
      }
      long end = System.nanoTime() + 10_000_000_000L;
      while (seen.isEmpty() && System.nanoTime() < end) {
        Thread.onSpinWait();
      }
    } finally {
      web.stop();
    }
    assertThat(seen).hasSize(1);
    assertThat(logged).isEmpty();
  }
}
