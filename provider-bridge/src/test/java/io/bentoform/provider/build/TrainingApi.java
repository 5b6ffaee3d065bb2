package io.bentoform.provider.build;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An API that answers just enough for every call of a provider to have something to do. */
public final class TrainingApi implements AutoCloseable {

  private static final String SECRET =
      "{\"name\":\"a\",\"description\":\"\",\"cluster\":{\"name\":\"default\"},\"revision\":1,"
          + "\"content\":{\"type\":\"env\",\"stage\":\"runtime\","
          + "\"items\":[{\"key\":\"K\",\"revision\":1}]}}";
  private static final String DEPLOYMENT =
      "{\"name\":\"a\",\"status\":\"running\",\"cluster\":{\"name\":\"default\"},\"revision\":1,"
          + "\"created_at\":\"2026-01-01T00:00:00Z\",\"urls\":[\"http://a\"],\"labels\":[],"
          + "\"secrets\":[{\"name\":\"s\",\"keys\":[\"K\"],\"revision\":1}],"
          + "\"latest_revision\":{\"targets\":[{\"config\":{\"services\":{},\"envs\":[]},"
          + "\"bento\":{\"version\":\"1\",\"repository\":{\"name\":\"b\"}}}]}}";
  private static final String VERSION =
      "{\"name\":\"bentoform\",\"capabilities\":[\"secret_compare\",\"secret_revisions\","
          + "\"deployment_check\",\"deployment_secret_states\",\"expected_secret_revisions\","
          + "\"deployment_metadata\",\"deployment_managed_by\"]}";
  private static final String COMPARISON =
      "{\"revision\":1,\"added\":[],\"removed\":[],\"changed\":[\"K\"],\"unchanged\":[]}";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile CountDownLatch held = new CountDownLatch(0);

  /** Starts it on a free port. */
  public TrainingApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Its address, without {@code /api}. */
  public String endpoint() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** The tokens that calls have carried. */
  public Set<String> tokens() {
    return Set.copyOf(tokens);
  }

  /** Answers nothing until {@link #resume}. */
  public void hold() {
    held = new CountDownLatch(1);
  }

  /** How many calls have come since {@link #hold}. */
  public int heldCalls() {
    return waiting.get();
  }

  /** Answers again, those that wait too. */
  public void resume() {
    held.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    tokens.add(exchange.getRequestHeaders().getFirst("X-YATAI-API-TOKEN"));
    exchange.getRequestBody().readAllBytes();
    await();
    boolean creation = exchange.getRequestMethod().equals("GET") && path.endsWith("/new");
    String body =
        creation
            ? "{\"title\":\"not found\",\"errors\":[{\"pointer\":\"/name\",\"detail\":\"x\"}]}"
            : path.endsWith("/version")
                ? VERSION
                : path.endsWith("/compare")
                    ? COMPARISON
                    : path.endsWith("/check")
                        ? "{\"problems\":[]}"
                        : path.contains("org_secrets") ? SECRET : DEPLOYMENT;
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(creation ? 404 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void await() throws IOException {
    if (held.getCount() == 0) {
      return;
    }
    waiting.incrementAndGet();
    try {
      held.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("closed", e);
    }
  }

  @Override
  public void close() {
    resume();
    server.stop(0);
    threads.shutdownNow();
  }
}
