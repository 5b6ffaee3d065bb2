package io.bentoform.api.benchmark;

import io.bentoform.api.ServerProcess;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webclient.http1.Http1Client;
import io.helidon.webclient.http1.Http1ClientResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures how many secrets are read, written and compared each second, by 1, 16 and 64 clients:
 * {@code api-server/benchmark throughput}. The server is a process of its own with its embedded
 * database, with audit and encryption as always; the clients share the machine with it.
 */
public final class ThroughputBenchmark {
  private static final int[] CLIENTS = {1, 16, 64};
  private static final double SECONDS = 5;
  private static final double WARM_UP_SECONDS = 10;
  private static final HeaderName TOKEN = HeaderNames.create("X-YATAI-API-TOKEN");
  private static final String SECRETS = "/api/v1/org_secrets";

  private final ServerProcess server;
  private final String token;
  private final int secrets;
  private final AtomicInteger written = new AtomicInteger();

  private ThroughputBenchmark(ServerProcess server, int secrets) throws IOException {
    this.server = server;
    this.token = server.token();
    this.secrets = secrets;
  }

  /** A call about one secret. */
  private interface Operation {
    Http1ClientResponse send(Http1Client client, String secret);
  }

  /** Arguments: how many secrets. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("bentoform");
    ServerProcess server = new ServerProcess(folder.resolve("data"));
    try {
      new ThroughputBenchmark(server, Integer.parseInt(arguments[0])).run();
    } finally {
      server.end();
      Files.delete(folder);
    }
  }

  private void run() throws InterruptedException {
    fill();
    perSecond(this::read, 16, WARM_UP_SECONDS);
    perSecond(this::write, 16, WARM_UP_SECONDS);
    System.out.printf("%,d secrets with 3 keys each%n%n%-22s", secrets, "a second, by clients");
    for (int clients : CLIENTS) {
      System.out.printf(" %8d", clients);
    }
    System.out.println();
    print("reads", this::read);
    print("writes of one value", this::write);
    print("comparisons", this::compare);
  }

  private void print(String what, Operation operation) throws InterruptedException {
    System.out.printf("%-22s", what);
    for (int clients : CLIENTS) {
      System.out.printf(" %8.0f", perSecond(operation, clients, SECONDS));
    }
    System.out.println();
  }

  private void fill() throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    inParallel(
        16,
        (client, number) -> {
          for (int i = next.getAndIncrement(); i < secrets; i = next.getAndIncrement()) {
            String json =
                "{\"name\": \"%s\", \"content\": {%s}}".formatted(name(i), items("first"));
            require(send(client, Method.POST, SECRETS, json));
          }
          return 0;
        });
  }

  private double perSecond(Operation operation, int clients, double seconds)
      throws InterruptedException {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    int calls =
        inParallel(
            clients,
            (client, number) -> {
              int count = 0;
              // No two clients change one secret at once.
              for (int i = number; System.nanoTime() < end; i += clients) {
                require(operation.send(client, name(i % secrets)));
                count++;
              }
              return count;
            });
    return calls / ((System.nanoTime() - start) / 1e9);
  }

  /** What one client does, on a connection of its own. */
  private interface Work {
    int run(Http1Client client, int number);
  }

  private int inParallel(int clients, Work work) throws InterruptedException {
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int number = i;
      tasks.add(() -> alone(work, number));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      int sum = 0;
      for (Future<Integer> each : threads.invokeAll(tasks)) {
        sum += each.get();
      }
      return sum;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private int alone(Work work, int number) {
    Http1Client client =
        Http1Client.builder().baseUri(server.url()).shareConnectionCache(false).build();
    try {
      return work.run(client, number);
    } finally {
      client.closeResource();
    }
  }

  private Http1ClientResponse read(Http1Client client, String secret) {
    return client.get(SECRETS + "/" + secret).header(TOKEN, token).request();
  }

  private Http1ClientResponse write(Http1Client client, String secret) {
    String value = "value " + written.getAndIncrement();
    return send(
        client,
        Method.PATCH,
        SECRETS + "/" + secret,
        "{\"content\": {%s}}".formatted(items(value)));
  }

  private Http1ClientResponse compare(Http1Client client, String secret) {
    String json = "{%s}".formatted(items("first"));
    return send(client, Method.POST, SECRETS + "/" + secret + "/compare", json);
  }

  private Http1ClientResponse send(Http1Client client, Method method, String path, String json) {
    return client
        .method(method)
        .path(path)
        .header(TOKEN, token)
        .contentType(MediaTypes.APPLICATION_JSON)
        .submit(json);
  }

  private static String name(int number) {
    return "secret-" + number;
  }

  private static String items(String value) {
    return """
    "items": [{"key": "A", "value": "%s"}, {"key": "B", "value": "b"}, {"key": "C", "value": "c"}]
    """
        .formatted(value);
  }

  private static void require(Http1ClientResponse response) {
    try (response) {
      String body = response.as(String.class);
      if (response.status().code() != 200) {
        throw new IllegalStateException(response.status() + ": " + body);
      }
    }
  }
}
