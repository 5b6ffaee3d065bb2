package io.bentoform.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.bentoform.provider.client.ApiException.Kind;
import io.bentoform.provider.log.Log;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An API that swallows connections, and a user who does not want to wait for it. */
class OutageTest {

  private static final Map<String, @Nullable Object> CONFIG = Map.of("bento", "b:1");

  private final ServerSocket socket;
  private final BlockingQueue<Socket> swallowed = new LinkedBlockingQueue<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Socket> kept = new ConcurrentLinkedQueue<>();
  private final List<HttpServer> servers = new ArrayList<>();

  OutageTest() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @BeforeEach
  void swallow() {
    Future<?> ignored =
        threads.submit(
            () -> {
              while (!socket.isClosed()) {
                Socket connection = socket.accept();
                kept.add(connection);
                swallowed.add(connection);
              }
              return null;
            });
  }

  @AfterEach
  void end() throws IOException {
    socket.close();
    for (Socket connection : kept) {
      connection.close();
    }
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }

  private ControlApi api(Duration answer) {
    return api(socket.getLocalPort(), answer);
  }

  private static ControlApi api(int port, Duration answer) {
    return new ControlApi(
        URI.create("http://127.0.0.1:" + port),
        new Token("t0ken"),
        new Log(System.err, Log.Level.OFF),
        new HttpCaller.Limits(Duration.ofSeconds(10), answer));
  }

  /** Starts an API that ends with the test, and returns its port. */
  private int serving(HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", handler);
    server.start();
    servers.add(server);
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status) throws IOException {
    byte[] body = "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static ApiException failure(Runnable call) {
    return catchThrowableOfType(ApiException.class, call::run);
  }

  private static void read(ControlApi api) {
    assertThat(api.secrets().find(null, "a")).isEmpty();
  }

  private static void write(ControlApi api) {
    assertThat(api.deployments().create(null, null, "a", CONFIG).name()).isEmpty();
  }

  private static long milliseconds(Runnable call) {
    long start = System.nanoTime();
    call.run();
    return Duration.ofNanos(System.nanoTime() - start).toMillis();
  }

  @Test
  void calls_that_wait_for_an_answer_end_within_a_second_when_the_user_stops() throws Exception {
    ControlApi api = api(Duration.ofMinutes(1));
    List<Future<ApiException>> calls = new ArrayList<>();
    calls.add(threads.submit(() -> failure(() -> read(api))));
    calls.add(threads.submit(() -> failure(() -> write(api))));
    calls.add(threads.submit(() -> failure(() -> api.capabilities())));
    for (int i = 0; i < calls.size(); i++) {
      assertThat(swallowed.poll(20, TimeUnit.SECONDS)).isNotNull();
    }
    long stopped = System.nanoTime();
    api.stop();
    for (Future<ApiException> call : calls) {
      ApiException failure = call.get(20, TimeUnit.SECONDS);
      assertThat(failure.kind()).isEqualTo(Kind.UNREACHABLE);
      assertThat(failure.text()).contains("interrupted before the response");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void a_pause_before_a_repetition_ends_when_the_user_stops() throws Exception {
    BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    int limiting =
        serving(
            exchange -> {
              exchange.getResponseHeaders().add("Retry-After", "9");
              exchange.sendResponseHeaders(429, -1);
              exchange.close();
              requests.add(exchange.getRequestMethod());
            });
    ControlApi api = api(limiting, Duration.ofMinutes(1));
    Future<ApiException> call = threads.submit(() -> failure(() -> write(api)));
    assertThat(requests.poll(20, TimeUnit.SECONDS)).isNotNull();
    long stopped = System.nanoTime();
    api.stop();
    assertThat(call.get(20, TimeUnit.SECONDS).kind()).isEqualTo(Kind.NOT_SENT);
    assertThat(Duration.ofNanos(System.nanoTime() - stopped)).isLessThan(Duration.ofSeconds(1));
    assertThat(requests).isEmpty();
  }

  @Test
  void nothing_is_sent_after_a_stop() {
    ControlApi api = api(Duration.ofMinutes(1));
    api.stop();
    assertThat(failure(() -> read(api)).kind()).isEqualTo(Kind.NOT_SENT);
    assertThat(swallowed).isEmpty();
  }

  @Test
  void the_second_call_into_the_same_outage_fails_at_once() {
    ControlApi api = api(Duration.ofSeconds(1));
    assertThat(failure(() -> read(api)).text()).contains("sent no response within 1 s");
    long all =
        milliseconds(
            () -> {
              for (int i = 0; i < 200; i++) {
                ApiException failure = failure(() -> read(api));
                assertThat(failure.kind()).isEqualTo(Kind.NOT_SENT);
                assertThat(failure.text()).contains("unavailable").contains("sent no response");
              }
            });
    assertThat(all).isLessThan(1_000);
    assertThat(swallowed).hasSize(1);
  }

  @Test
  void calls_beside_the_one_that_gives_up_do_not_wait_longer_than_it() throws Exception {
    socket.close(); // nothing listens any more
    ControlApi api = api(Duration.ofSeconds(1));
    List<Future<ApiException>> calls = new ArrayList<>();
    long one = milliseconds(() -> assertThat(failure(() -> read(api))).isNotNull());
    ControlApi shared = api(Duration.ofSeconds(1));
    long start = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      calls.add(threads.submit(() -> failure(() -> read(shared))));
    }
    for (Future<ApiException> call : calls) {
      assertThat(call.get(30, TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start).toMillis()).isLessThan(2 * one + 1_000);
  }

  @Test
  void an_answer_ends_the_outage() throws IOException {
    AtomicBoolean back = new AtomicBoolean();
    int recovering =
        serving(
            exchange -> {
              if (back.get()) {
                answer(exchange, 200);
              }
            });
    ControlApi api = api(recovering, Duration.ofSeconds(1));
    assertThat(failure(() -> read(api)).kind()).isEqualTo(Kind.UNREACHABLE);
    assertThat(failure(() -> read(api)).kind()).isEqualTo(Kind.NOT_SENT);
    back.set(true);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (failure(() -> assertThat(api.secrets().find(null, "a")).isPresent()) != null) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
    assertThat(api.secrets().find(null, "a")).isPresent();
  }

  @Test
  void a_proxy_that_answers_for_an_api_that_is_down_is_an_outage_too() throws IOException {
    int proxy =
        serving(
            exchange -> {
              byte[] page = "<html>503</html>".getBytes(StandardCharsets.UTF_8);
              exchange.sendResponseHeaders(503, page.length);
              exchange.getResponseBody().write(page);
              exchange.close();
            });
    ControlApi api = api(proxy, Duration.ofMinutes(1));

    assertThat(failure(() -> read(api)).status()).isEqualTo(503);
    assertThat(failure(() -> read(api)).kind()).isEqualTo(Kind.NOT_SENT);
  }

  @Test
  void a_stop_ends_the_threads_of_the_http_client() throws IOException {
    Set<Thread> others = httpThreads();
    ControlApi api = api(serving(exchange -> answer(exchange, 200)), Duration.ofMinutes(1));
    assertThat(api.secrets().find(null, "a")).isPresent();
    Set<Thread> own = httpThreads();
    own.removeAll(others);
    assertThat(own).isNotEmpty();

    api.stop();

    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (own.stream().anyMatch(Thread::isAlive)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
    // The client must end because of the stop, not because it was garbage collected.
    assertThat(failure(() -> read(api)).kind()).isEqualTo(Kind.NOT_SENT);
  }

  private static Set<Thread> httpThreads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().matches("HttpClient-\\d+-SelectorManager"));
    return threads;
  }

  @Test
  void one_bad_answer_to_a_change_is_no_outage() throws IOException {
    int busy =
        serving(
            exchange -> answer(exchange, exchange.getRequestMethod().equals("GET") ? 200 : 503));
    ControlApi api = api(busy, Duration.ofMinutes(1));
    assertThat(failure(() -> write(api)).status()).isEqualTo(503);
    assertThat(api.secrets().find(null, "a")).isPresent();
  }
}
