package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import java.net.URI;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** GPUs are given to one replica each. The engine is told that there are two. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GpuTest {
  private final EngineTestFolder folder = EngineTestFolder.create();
  private final LocalEngine engine = folder.open(folder.settings().gpus(OptionalInt.of(2)).build());
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
      Future<URI> three = threads.submit(() -> apply(Order.of("three", 1).gpus(1)));
      assertThat(catchThrowableOfType(TimeoutException.class, () -> three.get(2, TimeUnit.SECONDS)))
          .as("it waits")
          .isNotNull();
      engine.remove("uid-one");

      assertThat(visible(three.get())).isEqualTo(Client.fingerprint("0"));
    }

    RolloutException refused =
        catchThrowableOfType(RolloutException.class, () -> apply(Order.of("four", 1).gpus(3)));
    assertThat(refused).hasMessageContaining("needs 3 GPUs, and this machine has 2");
  }
}
