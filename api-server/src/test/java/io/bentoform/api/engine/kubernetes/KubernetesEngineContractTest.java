package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.Eventually;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.Event;
import io.bentoform.api.engine.contract.CanaryContract;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import io.bentoform.api.engine.contract.RolloutContract;
import io.bentoform.api.engine.contract.ScalingContract;
import io.bentoform.api.engine.contract.ServingContract;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/** What every engine does, on a {@link TestCluster}. */
@Tag("kubernetes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubernetesEngineContractTest
    implements ServingContract, RolloutContract, ScalingContract, CanaryContract {
  private static final int NODE_PORT = 31_888;

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Client client = new Client();
  private final EngineStage stage = new EngineStage(NODE_PORT);
  private final KubernetesEngine engine = stage.open((uid, event) -> events.add(event));

  KubernetesEngineContractTest() throws IOException {}

  @AfterEach
  void removeAll() throws InterruptedException {
    for (String uid : engine.known()) {
      engine.remove(uid);
    }
  }

  @AfterAll
  void close() {
    engine.close();
    client.close();
    stage.close();
  }

  @Override
  public URI apply(Order order) throws Exception {
    stage.serve(order);
    Optional<URI> url = engine.apply(order.specification(), new Phases());
    return url.orElseThrow();
  }

  @Override
  public Engine engine() {
    return engine;
  }

  @Override
  public Client client() {
    return client;
  }

  @Override
  public List<Event> events() {
    return events;
  }

  @Override
  public void crash(String uid) throws Exception {
    List<String> pods = stage.cluster.pods(uid);
    stage.cluster.kill(uid);
    Eventually.holds(
        "the killed are gone", () -> stage.cluster.pods(uid).stream().noneMatch(pods::contains));
  }
}
