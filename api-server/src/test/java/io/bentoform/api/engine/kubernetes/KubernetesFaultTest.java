package io.bentoform.api.engine.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bentoform.api.Eventually;
import io.bentoform.api.engine.EventSink;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What happens to clusters and servers, while requests go on: {@code -Dkubernetes.rounds} times
 * each (2), in an order by chance. The gateway runs in pods.
 */
@Tag("kubernetes")
final class KubernetesFaultTest {
  private static final int ROUNDS = Integer.getInteger("kubernetes.rounds", 2);
  private static final int NODE_PORT = 31_887;
  private static final int CALLERS = 4;
  private static final String UID = "uid-faults";
  private static final String TOKEN = "{\"name\": \"TOKEN\"}";

  private final EngineStage stage = new EngineStage(NODE_PORT);
  private final Client client = new Client();
  private KubernetesEngine engine = stage.open(EventSink.none());
  private int revision = 1;

  KubernetesFaultTest() throws IOException {}

  private interface Fault {
    void happen() throws Exception;
  }

  @AfterEach
  void close() throws InterruptedException {
    engine.remove(UID);
    engine.close();
    client.close();
    stage.close();
  }

  @Test
  void no_request_is_lost_and_nothing_is_left_over() throws Exception {
    assumeTrue(EngineStage.isInPods(), "the gateway runs in pods");
    URI url = rollOut();
    Eventually.holds("the gateways are there", () -> isAnswered(url));
    AtomicBoolean stop = new AtomicBoolean();
    List<Future<List<String>>> callers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        callers.add(threads.submit(() -> client.callUntil(stop, url, "variable", TOKEN)));
      }
      try {
        for (Fault fault : faults()) {
          fault.happen();
          Eventually.holds("two replicas answer", () -> engine.observe(UID).ready() == 2);
        }
      } finally {
        stop.set(true);
      }
    }
    for (Future<List<String>> caller : callers) {
      assertThat(caller.get()).isNotEmpty().allMatch(answer -> answer.startsWith("200 "));
    }
    assertThat(client.ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint(value()));
    Eventually.holds("only the two are left", () -> stage.cluster.pods(UID).size() == 2);
  }

  private boolean isAnswered(URI url) throws InterruptedException {
    try {
      return client.post(url, "variable", TOKEN).statusCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false;
    }
  }

  private List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      faults.add(() -> stage.cluster.evictOne(Labels.UID, UID));
      faults.add(() -> stage.cluster.evictOne("app.kubernetes.io/component", "gateway"));
      faults.add(this::restart);
      faults.add(this::rollOut);
      faults.add(this::restartDuringRollout);
    }
    Collections.shuffle(faults, new Random());
    return faults;
  }

  private String value() {
    return "value " + revision;
  }

  private Order order() {
    Order order = Order.of("faults", revision).replicas(2).variable("TOKEN", value());
    stage.serve(order);
    return order;
  }

  private URI rollOut() throws Exception {
    revision++;
    return engine.apply(order().specification(), new Phases()).orElseThrow();
  }

  private void restart() throws IOException {
    engine.close();
    engine = stage.open(EventSink.none());
  }

  /** The next server goes on with the rollout. */
  private void restartDuringRollout() throws Exception {
    revision++;
    KubernetesEngine before = engine;
    Order order = order();
    Thread rollout =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    before.apply(order.specification(), new Phases());
                  } catch (Exception e) {
                    // The server ends meanwhile.
                  }
                });
    Eventually.holds("it has begun", () -> before.pods(UID).size() > 2);
    rollout.interrupt();
    rollout.join();
    restart();
    engine.apply(order.specification(), new Phases());
  }
}
