package io.bentoform.api.benchmark;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/**
 * Measures how long lists of many secrets take, over HTTP, with a real database: {@code
 * api-server/benchmark lists}. The figures of one run belong together; the last column says how
 * much more than the first page each costs.
 */
public final class ListBenchmark {
  private static final int TIMES = 21;
  private static final TestServer SERVER = TestServer.shared();

  private ListBenchmark() {}

  /** Arguments: how many secrets. */
  public static void main(String[] arguments) {
    ManySecrets.measure(arguments, ListBenchmark::run);
  }

  private static void run(int count) throws InterruptedException {
    long begin = System.nanoTime();
    ManySecrets.write(SERVER, count);
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(
        "%,d secrets with 3 keys each, written in %.0f s (%.0f/s, %d clients)%n%n",
        count, seconds, count / seconds, ManySecrets.CLIENTS);
    System.out.printf("%-56s %10s %8s%n", "median of " + TIMES, "ms", "times");
    double first = measure("first page of 100", "count=100", 0);
    measure("last page of 100, by start", "count=100&start=" + (count - 100), first);
    for (String sort : List.of("created_at-desc", "updated_at-desc", "name-asc")) {
      for (int place : List.of(count / 2, count - 100)) {
        measure("100 after the cursor at " + place + ", " + sort, after(sort, place), first);
      }
    }
    measure(
        "page in the middle by start, sorted by name",
        "count=100&q=sort:name-asc&start=" + count / 2,
        first);
    measure("one secret by a part of its name", "search=-" + (count / 2) + "-&count=100", first);
    measure("those of a type, by the query language", "q=type:mountfile&count=100", first);
    measure("those with a key, by the query language", "q=key:K7&count=100", first);
    whole(first);
  }

  private static double measure(String what, String query, double first) {
    double[] times = new double[TIMES];
    for (int i = 0; i < TIMES; i++) {
      times[i] = once(query);
    }
    double median = Median.of(times);
    print(what, median, first);
    return median;
  }

  private static double once(String query) {
    long begin = System.nanoTime();
    require(SERVER.call("GET", "/api/v1/org_secrets?" + query));
    return (System.nanoTime() - begin) / 1e6;
  }

  /** What asks for the page after so many rows. */
  private static String after(String sort, int place) {
    String query = "q=sort:" + sort + "&count=";
    // The last row before the page is a page of its own, for its cursor.
    Answer before = SERVER.call("GET", "/api/v1/org_secrets?" + query + "1&start=" + (place - 1));
    require(before);
    return query + "100&after=" + before.at("/next").asText();
  }

  /** All in one answer, read as it comes; the median of a few times. */
  private static void whole(double firstPage) throws InterruptedException {
    double[] toFirst = new double[5];
    double[] toLast = new double[5];
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < toFirst.length; i++) {
        long begin = System.nanoTime();
        try (InputStream body =
            client
                .send(
                    SERVER.request("/api/v1/org_secrets?all=true").build(),
                    BodyHandlers.ofInputStream())
                .body()) {
          body.readNBytes(1);
          toFirst[i] = (System.nanoTime() - begin) / 1e6;
          body.transferTo(OutputStream.nullOutputStream());
          toLast[i] = (System.nanoTime() - begin) / 1e6;
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    print("all in one answer, its first byte (of 5)", Median.of(toFirst), firstPage);
    print("all in one answer, its last byte (of 5)", Median.of(toLast), firstPage);
  }

  private static void print(String what, double median, double first) {
    System.out.printf("%-56s %10.1f %8.1f%n", what, median, first == 0 ? 1.0 : median / first);
  }

  private static void require(Answer answer) {
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.body());
    }
  }
}
