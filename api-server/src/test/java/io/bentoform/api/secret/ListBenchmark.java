package io.bentoform.api.secret;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures how long lists of many secrets take, over HTTP, with a real database: {@code
 * api-server/benchmark}. The figures of one run belong together; the last column says how much more
 * than the first page each costs.
 */
public final class ListBenchmark {
  private static final int CLIENTS = 32;
  private static final int TIMES = 21;
  private static final String SECRETS = "/api/v1/org_secrets?";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final TestServer SERVER = TestServer.shared();

  private ListBenchmark() {}

  /** Arguments: how many secrets. */
  public static void main(String[] arguments) throws InterruptedException {
    // The server would keep this program running.
    int exitCode = 1;
    try {
      run(Integer.parseInt(arguments[0]));
      exitCode = 0;
    } catch (RuntimeException failure) {
      System.err.println(failure.getMessage());
    } finally {
      System.exit(exitCode);
    }
  }

  private static void run(int count) throws InterruptedException {
    long begin = System.nanoTime();
    fill(count);
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "%,d secrets with 3 keys each, written in %.0f s (%.0f/s, %d clients)%n%n",
        count, seconds, count / seconds, CLIENTS);
    System.out.printf("%-44s %12s %10s%n", "median of " + TIMES, "ms", "times");
    double first = measure("first page of 100", "count=100", 0);
    measure("last page of 100", "count=100&start=" + (count - 100), first);
    measure("last page of 100, by cursor", after("", count - 200), first);
    for (String order : List.of("name-asc", "updated_at-desc")) {
      String query = "q=sort:" + order;
      measure("page in the middle, sort:" + order, query + "&count=100&start=" + count / 2, first);
      measure("the same, by cursor", after(query, count / 2 - 100), first);
    }
    measure("one secret by a part of its name", "search=-" + (count / 2) + "-&count=100", first);
    measure("those of a type, by the query language", "q=type:mountfile&count=100", first);
    measure("those with a key, by the query language", "q=key:K7&count=100", first);
    measureWhole();
  }

  /** The page that comes after this one, in the words of a client that keeps its cursor. */
  private static String after(String query, int start) {
    String page = query + "&count=100";
    Answer before = SERVER.call("GET", SECRETS + page + "&start=" + start);
    require(before);
    return page + "&after=" + before.at("/next").asText();
  }

  private static void measureWhole() {
    long begin = System.nanoTime();
    try (InputStream all = open("all=true")) {
      all.read();
      double first = (System.nanoTime() - begin) / 1e6;
      long bytes = 1 + all.transferTo(OutputStream.nullOutputStream());
      double last = (System.nanoTime() - begin) / 1e6;
      System.out.printf(
          "%nall of them in one answer: first byte after %.0f ms, last of %.0f MB after %.0f ms%n",
          first, bytes / 1e6, last);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String query) throws IOException {
    try {
      return HTTP.send(
              SERVER.request(SECRETS + query).build(), HttpResponse.BodyHandlers.ofInputStream())
          .body();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void fill(int count) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        clients.execute(
            () -> {
              for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                require(SERVER.call("POST", "/api/v1/org_secrets", secret(n)));
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

  private static double measure(String what, String query, double first) {
    double[] times = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      times[i] = once(query);
    }
    Arrays.sort(times);
    double median = times[TIMES / 2];
    System.out.printf("%-44s %12.1f %10.1f%n", what, median, first == 0 ? 1.0 : median / first);
    return median;
  }

  private static double once(String query) {
    long begin = System.nanoTime();
    require(SERVER.call("GET", SECRETS + query));
    return (System.nanoTime() - begin) / 1e6;
  }

  private static void require(Answer answer) {
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.body());
    }
  }
}
