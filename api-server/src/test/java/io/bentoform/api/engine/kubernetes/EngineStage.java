package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.TestServer;
import io.bentoform.api.cluster.GatewayLoads;
import io.bentoform.api.cluster.ScalingTurn;
import io.bentoform.api.db.Database;
import io.bentoform.api.engine.EventSink;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.endpoint.EndpointPorts;
import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.files.PrivateFiles;
import io.bentoform.api.gateway.GatewaySettings;
import io.bentoform.api.gateway.GatewaySettings.HostNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * All that an engine needs on a {@link TestCluster}, so that one can follow another as after a
 * restart of the server.
 */
final class EngineStage implements AutoCloseable {
  private static final Database DATABASE = TestServer.shared().database();
  private static final String IMAGE = System.getProperty("kubernetes.gateway-image", "");

  final TestCluster cluster = new TestCluster();
  private final TestControlApi control = new TestControlApi(TestCluster.HOST);
  private final Path logs = Files.createTempDirectory("bentoform-logs");
  private final GatewayPlace gateway;
  private final Endpoints endpoints;

  /**
   * Makes the namespace.
   *
   * @param nodePort where the gateways are reached, if they run in pods
   */
  EngineStage(int nodePort) throws IOException {
    gateway =
        isInPods()
            ? new GatewayPlace.InCluster(
                IMAGE,
                2,
                "NodePort",
                nodePort,
                ClusterNames.DOMAIN,
                control.control(),
                control.gatewayToken())
            : new GatewayPlace.Here(
                GatewaySettings.at(InetAddress.getByName(TestCluster.HOST))
                    .withInternalPort(freePort()),
                TestCluster.HOST);
    endpoints =
        new Endpoints(
            TestCluster.HOST,
            EndpointPorts.DEFAULT,
            isInPods()
                ? Optional.of(new HostNames(nodePort, ClusterNames.DOMAIN))
                : Optional.empty());
  }

  /** Whether the gateway runs in pods, and not in this process. */
  static boolean isInPods() {
    return !IMAGE.isEmpty();
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName(TestCluster.HOST))) {
      return free.getLocalPort();
    }
  }

  /** An engine that takes over what is there. */
  KubernetesEngine open(EventSink events) throws IOException {
    KubernetesEngine engine =
        new KubernetesEngine(
            cluster.connect(),
            cluster.settings(),
            control,
            logs,
            gateway,
            endpoints,
            token -> true,
            events,
            new KubernetesEngine.Servers(
                new GatewayLoads(DATABASE, cluster.settings().owner()),
                new ScalingTurn(DATABASE, cluster.settings().owner())));
    engine.gateways().ifPresent(control::serve);
    return engine;
  }

  /** Pods can fetch the archives of an order from now on. */
  void serve(Order order) {
    control.add(order.specification());
  }

  @Override
  public void close() {
    control.close();
    cluster.close();
    try {
      PrivateFiles.delete(logs);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
