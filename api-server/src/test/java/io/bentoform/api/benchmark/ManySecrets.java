package io.bentoform.api.benchmark;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Secrets for a benchmark, {@code secret-0-x} and so on, of three keys each. */
final class ManySecrets {
  static final int CLIENTS = 32;

  private ManySecrets() {}

  /** What is measured with so many secrets. */
  interface Measurement {
    void with(int secrets) throws InterruptedException;
  }

  /** Measures with as many secrets as the first argument says, and ends the program. */
  static void measure(String[] arguments, Measurement measurement) {
    // The server would keep this program running.
    int exitCode = 1;
    try {
      measurement.with(Integer.parseInt(arguments[0]));
      exitCode = 0;
    } catch (InterruptedException | RuntimeException e) {
      System.err.println(e.getMessage());
    } finally {
      System.exit(exitCode);
    }
  }

  /**
   * Writes so many over HTTP.
   *
   * @throws IllegalStateException when the server refuses one, or half an hour has passed
   */
  static void write(TestServer server, int count) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.execute(
            () -> {
              for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                require(server.call("POST", "/api/v1/org_secrets", secret(n)));
              }
            });
      }
      clients.shutdown();
      if (!clients.awaitTermination(30, TimeUnit.MINUTES)) {
        throw new IllegalStateException("The secrets were not written in time");
      }
    }
  }

  private static String secret(int n) {
    String type = n % 1000 == 0 ? "\"type\": \"mountfile\", \"path\": \"$BENTOML_HOME\"," : "";
    return """
    {"name": "secret-%1$d-x", "content": {%2$s "items": [{"key": "A", "value": "value of %1$d"},
     {"key": "B", "value": "another"}, {"key": "K%3$d", "value": "third"}]}}
    """
        .formatted(n, type, n % 10_000);
  }

  private static void require(Answer answer) {
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.body());
    }
  }
}
