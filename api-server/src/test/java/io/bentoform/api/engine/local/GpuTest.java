package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bentoform.api.BesideOthers;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.Notice;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** GPUs are given to one replica each. The engine is told that there are two. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
@BesideOthers
final class GpuTest {
  private final EngineTestFolder folder = EngineTestFolder.create();
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final LocalEngine engine =
      folder.open(
          folder.settings().gpus(OptionalInt.of(2)).build(), (uid, event) -> events.add(event));
  private final Client client = new Client();

  @AfterAll
  void close() throws Exception {
    engine.close();
    client.close();
    folder.close();
  }

  private URI apply(Order order) throws Exception {
    return engine.apply(order.specification(), new Phases()).orElseThrow();
  }

  private String visible(URI url) throws Exception {
    return client.ask(url, "variable", "CUDA_VISIBLE_DEVICES");
  }

  private static Notice waits(int free) {
    return new Notice(
        "GpusAvailable",
        "WaitingForGpus",
        "A replica of service Sample waits for GPUs: it needs 2, and %d of 2 are free."
            .formatted(free));
  }

  @AfterEach
  void removeAll() throws Exception {
    for (String uid : engine.known()) {
      engine.remove(uid);
    }
    events.clear();
  }

  @Test
  void a_replica_that_no_longer_waits_says_nothing_and_takes_nothing() throws Exception {
    apply(Order.of("all", 1).gpus(2).strategy(Strategy.RECREATE));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<URI> late = threads.submit(() -> apply(Order.of("late", 1).gpus(1)));
      Eventually.holds("it waits", () -> !engine.notices("uid-late").isEmpty());
      late.cancel(true);
      Eventually.holds("it left", () -> engine.notices("uid-late").isEmpty());
    }
    engine.remove("uid-all");
    assertThat(visible(apply(Order.of("next", 1).gpus(2).strategy(Strategy.RECREATE))))
        .isEqualTo(Client.fingerprint("0,1"));
  }

  @Test
  void each_replica_has_gpus_of_its_own_and_the_next_one_waits_until_some_are_free()
      throws Exception {
    URI one = apply(Order.of("one", 1).gpus(1).strategy(Strategy.RECREATE));
    URI two = apply(Order.of("two", 1).gpus(1).strategy(Strategy.RECREATE));
    assertThat(visible(one)).isEqualTo(Client.fingerprint("0"));
    assertThat(visible(two)).isEqualTo(Client.fingerprint("1"));
    URI none = apply(Order.of("none", 1));
    assertThat(visible(none)).as("none is visible").isEqualTo(Client.fingerprint(""));

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<URI> three = threads.submit(() -> apply(Order.of("three", 1).gpus(2)));
      Eventually.holds("it waits", () -> !engine.notices("uid-three").isEmpty());
      assertThat(engine.notices("uid-three")).containsExactly(waits(0));
      assertThat(engine.notices("uid-one")).isEmpty();
      assertThat(events).extracting(Event::reason).containsOnlyOnce("WaitingForGpus");
      engine.remove("uid-one");
      assertThat(engine.notices("uid-three")).containsExactly(waits(1));
      assertThat(three.isDone()).isFalse();
      engine.remove("uid-two");

      assertThat(visible(three.get())).isEqualTo(Client.fingerprint("0,1"));
      assertThat(engine.notices("uid-three")).isEmpty();
    }

    RolloutException refused =
        catchThrowableOfType(RolloutException.class, () -> apply(Order.of("four", 1).gpus(3)));
    assertThat(refused).hasMessageContaining("needs 3 GPUs, and this machine has 2");
  }
}
