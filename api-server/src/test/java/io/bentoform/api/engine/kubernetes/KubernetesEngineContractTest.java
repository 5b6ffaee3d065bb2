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
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;

/**
 * What every engine does, on the cluster that {@code KUBECONFIG} names: {@code mvn verify -pl
 * api-server -Pkubernetes}. {@code -Dkubernetes.image} is an image with Python and {@code uv}, and
 * {@code -Dkubernetes.host} an address of this machine that pods reach.
 */
@Tag("kubernetes")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KubernetesEngineContractTest
    implements ServingContract, RolloutContract, ScalingContract, CanaryContract {
  private static final String NAMESPACE =
      "bentoform-" + UUID.randomUUID().toString().substring(0, 8);
  private static final String HOST = System.getProperty("kubernetes.host", "127.0.0.1");

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final Client client = new Client();
  private final KubernetesClient cluster = new KubernetesClientBuilder().build();
  private final ArchiveServer archives;
  private final KubernetesEngine engine;

  KubernetesEngineContractTest() throws IOException {
    archives = new ArchiveServer(HOST);
    int internal = freePort();
    cluster
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(NAMESPACE)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    engine =
        new KubernetesEngine(
            new KubernetesClientBuilder().build(),
            KubernetesSettings.of(
                NAMESPACE, System.getProperty("kubernetes.image", "localhost/python:1")),
            archives,
            Files.createTempDirectory("bentoform-logs"),
            GatewaySettings.at(InetAddress.getByName(HOST)).withInternalPort(internal),
            new CallAddress(HOST, internal),
            new Endpoints(HOST, EndpointPorts.DEFAULT, Optional.empty()),
            token -> true,
            (uid, event) -> events.add(event));
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
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
    archives.close();
    client.close();
    cluster.namespaces().withName(NAMESPACE).delete();
    cluster.close();
  }

  @Override
  public URI apply(Order order) throws Exception {
    archives.add(order.specification());
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
    var pods = cluster.pods().inNamespace(NAMESPACE).withLabel(Labels.UID, uid);
    List<String> names =
        pods.list().getItems().stream().map(pod -> pod.getMetadata().getName()).toList();
    pods.withGracePeriod(0).delete();
    Eventually.holds(
        "the killed are gone",
        () ->
            pods.list().getItems().stream()
                .noneMatch(pod -> names.contains(pod.getMetadata().getName())));
  }
}
