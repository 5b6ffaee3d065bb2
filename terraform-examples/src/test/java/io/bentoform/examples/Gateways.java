package io.bentoform.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The gateways of a cluster in pods, at a port of its nodes that no other server of the tests has.
 *
 * @param nodePort where they are reached
 */
record Gateways(int nodePort) {
  /** An address of this machine that pods reach, and where nodes are reached too. */
  static final String HOST = System.getProperty("kubernetes.host", "127.0.0.1");

  /** All names below it lead to the nodes. */
  static final String DOMAIN = "kubernetes.test";

  private static final String IMAGE = System.getProperty("kubernetes.gateway-image", "");
  private static final AtomicInteger PORTS =
      new AtomicInteger(Integer.getInteger("kubernetes.node-port", 31_988));

  static Gateways next() {
    return new Gateways(PORTS.getAndIncrement());
  }

  /** The settings of a server; none where its gateway runs in itself. */
  List<String> settings() {
    return IMAGE.isEmpty()
        ? List.of()
        : List.of("--kubernetes-gateway-image", IMAGE, "--kubernetes-endpoint-domain", DOMAIN);
  }

  /** Adds to a change of an engine. */
  void configure(ObjectNode engine) {
    if (!IMAGE.isEmpty()) {
      engine
          .putObject("gateway")
          .put("image", IMAGE)
          .put("service_type", "NodePort")
          .put("node_port", nodePort);
    }
  }
}
