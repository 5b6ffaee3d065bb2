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
import io.bentoform.api.engine.endpoint.EndpointPorts;
import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.gateway.GatewaySettings;
import io.bentoform.api.gateway.GatewaySettings.HostNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
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
  private static final String IMAGE = System.getProperty("kubernetes.gateway-image", "");
  private static final int NODE_PORT = 31_888;

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Client client = new Client();
  private final TestCluster cluster = new TestCluster();
  private final TestControlApi control = new TestControlApi(TestCluster.HOST);
  private final KubernetesEngine engine;

  KubernetesEngineContractTest() throws IOException {
    engine =
        new KubernetesEngine(
            cluster.connect(),
            cluster.settings(),
            control,
            Files.createTempDirectory("bentoform-logs"),
            gateway(),
            endpoints(),
            token -> true,
            (uid, event) -> events.add(event));
    engine.gateways().ifPresent(control::serve);
  }

  /** In pods of the image, or in this process without one. */
  private GatewayPlace gateway() throws IOException {
    return IMAGE.isEmpty()
        ? new GatewayPlace.Here(
            GatewaySettings.at(InetAddress.getByName(TestCluster.HOST))
                .withInternalPort(freePort()),
            TestCluster.HOST)
        : new GatewayPlace.InCluster(
            IMAGE,
            2,
            "NodePort",
            NODE_PORT,
            ClusterNames.DOMAIN,
            control.control(),
            control.gatewayToken());
  }

  private static Endpoints endpoints() {
    return new Endpoints(
        TestCluster.HOST,
        EndpointPorts.DEFAULT,
        IMAGE.isEmpty()
            ? Optional.empty()
            : Optional.of(new HostNames(NODE_PORT, ClusterNames.DOMAIN)));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(TestCluster.HOST))) {
      return free.getLocalPort();
    }
  }

  @AfterEach
  void removeAll() throws InterruptedException {
    for (String uid : engine.known()) {
      engine.remove(uid);
    }
  }

  @AfterAll
  void close() {
    engine.close();
    control.close();
    client.close();
    cluster.close();
  }

  @Override
  public URI apply(Order order) throws Exception {
    control.add(order.specification());
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
    List<String> pods = cluster.pods(uid);
    cluster.kill(uid);
    Eventually.holds(
        "the killed are gone", () -> cluster.pods(uid).stream().noneMatch(pods::contains));
  }
}
