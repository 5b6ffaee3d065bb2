package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.Eventually;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.local.process.ProcessIdentity;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What happens to the requests of 64 clients, half of them for streams, while replicas change. */
final class LoadTest extends EngineTest {
  private static final int CLIENTS = 64;
  private static final int STREAMED = 10;
  private static final String STREAM =
      IntStream.range(0, STREAMED).mapToObj(i -> i + "\n").collect(Collectors.joining());

  /**
   * What became of a request.
   *
   * @param ended by the clock of {@link System#nanoTime}
   * @param what "200" when it was answered as it should be; else the status, or that the answer,
   *     which had begun, was broken off
   */
  private record Outcome(long ended, String what) {
    boolean isGood() {
      return what.equals("200");
    }
  }

  /** What is done to the deployment while the clients call. */
  private interface Change {
    void make() throws Exception;
  }

  /** One request, whose answer is told in a word. */
  private interface Request {
    String send() throws IOException, InterruptedException;
  }

  private static Order order(String name, int revision) {
    return Order.of(name, revision).replicas(2).variable("TOKEN", "value");
  }

  /** Makes a change under load; returns what became of the requests of each client. */
  private List<List<Outcome>> during(URI url, Change change) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<List<Outcome>>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CLIENTS; i++) {
        boolean streams = i % 2 == 0;
        clients.add(threads.submit(() -> callUntil(stop, url, streams)));
      }
      try {
        change.make();
      } finally {
        stop.set(true);
      }
    }
    List<List<Outcome>> outcomes = new ArrayList<>();
    for (Future<List<Outcome>> each : clients) {
      outcomes.add(each.get());
    }
    return outcomes;
  }

  private List<Outcome> callUntil(AtomicBoolean stop, URI url, boolean streams)
      throws InterruptedException {
    List<Outcome> outcomes = new ArrayList<>();
    while (!stop.get()) {
      String what = streams ? stream(url) : call(url);
      outcomes.add(new Outcome(System.nanoTime(), what));
    }
    return outcomes;
  }

  private String call(URI url) throws InterruptedException {
    return outcome(
        () -> Integer.toString(client.post(url, "slow", "{\"seconds\": 0.02}").statusCode()));
  }

  private String stream(URI url) throws InterruptedException {
    return outcome(
        () -> {
          HttpResponse<String> answer =
              client.post(url, "count", "{\"to\": %d}".formatted(STREAMED));
          boolean whole = answer.statusCode() != 200 || answer.body().equals(STREAM);
          return whole ? Integer.toString(answer.statusCode()) : "cut: " + answer.body();
        });
  }

  /** A replica can end between the head of any answer and its body: that answer is broken off. */
  private static String outcome(Request request) throws InterruptedException {
    try {
      return request.send();
    } catch (HttpTimeoutException | ConnectException e) {
      return e.toString();
    } catch (IOException e) {
      return "broken off";
    }
  }

  private static List<Outcome> failures(List<List<Outcome>> outcomes) {
    return outcomes.stream().flatMap(List::stream).filter(each -> !each.isGood()).toList();
  }

  @Test
  void a_restart_and_a_scale_down_lose_no_request() throws Exception {
    URI url = apply(order("restarted", 1));

    List<List<Outcome>> outcomes =
        during(
            url,
            () -> {
              apply(order("restarted", 2).scaling(1, 2, 1000));
              Eventually.holds(
                  "one replica is left",
                  () ->
                      folder.processes().size() == EngineTestFolder.PROCESSES_OF_A_REPLICA
                          && engine.observe("uid-restarted").ready() == 1);
            });

    assertThat(failures(outcomes)).isEmpty();
    assertThat(outcomes).noneMatch(List::isEmpty);
  }

  @Test
  void an_update_that_fails_and_is_rolled_back_loses_no_request() throws Exception {
    URI url = apply(order("rolled", 1));

    List<List<Outcome>> outcomes =
        during(
            url,
            () ->
                assertThatThrownBy(
                        () -> apply(order("rolled", 2).variable("SAMPLE_FAILS_AT_START", "yes")))
                    .isInstanceOf(RolloutException.class));

    assertThat(failures(outcomes)).isEmpty();
    assertThat(outcomes).noneMatch(List::isEmpty);
    assertThat(engine.observe("uid-rolled").revision()).hasValue(1);
    assertThat(engine.observe("uid-rolled").ready()).isEqualTo(2);
  }

  @Test
  void a_killed_replica_loses_only_requests_of_the_moment_of_its_end() throws Exception {
    URI url = apply(order("killed", 1));
    Replica victim =
        Replica.adopted(new StateFolder(folder.root()).replicas("uid-killed").getFirst());
    long[] kill = new long[1];

    List<List<Outcome>> outcomes =
        during(
            url,
            () -> {
              Eventually.holds("requests are in flight", () -> inFlight() == CLIENTS);
              kill[0] = System.nanoTime();
              victim.tree().members().forEach(ProcessIdentity::kill);
              Eventually.holds(
                  "it is replaced",
                  () -> !victim.alive() && engine.observe("uid-killed").ready() == 2);
            });

    assertThat(failures(outcomes))
        .isNotEmpty()
        .allSatisfy(
            each -> {
              assertThat(each.what()).isIn("502", "broken off");
              assertThat(each.ended()).isBetween(kill[0], kill[0] + TimeUnit.SECONDS.toNanos(3));
            });
  }

  private int inFlight() {
    return engine.traffic().getFirst().inFlight();
  }
}
