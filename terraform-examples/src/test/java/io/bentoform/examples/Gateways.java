package io.bentoform.examples;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the deployments of a server on a cluster answer: no two servers of the tests have a port in
 * common.
 *
 * @param number of the server
 */
record Gateways(int number) {
  /** An address of this machine that pods reach, and where nodes are reached too. */
  static final String HOST = System.getProperty("kubernetes.host", "127.0.0.1");

  /** All names below it lead to the nodes. */
  static final String DOMAIN = "kubernetes.test";

  private static final String IMAGE = System.getProperty("kubernetes.gateway-image", "");
  private static final int NODE_PORT = Integer.getInteger("kubernetes.node-port", 31_988);
  private static final int FIRST_PORT = 21_000;
  private static final int PORTS = 100;
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  static Gateways next() {
    return new Gateways(NUMBERS.getAndIncrement());
  }

  /** Whether the gateways run in pods of the cluster, and not in the server. */
  static boolean areInPods() {
    return !IMAGE.isEmpty();
  }

  /** The settings of the server. */
  List<String> settings() {
    int first = FIRST_PORT + PORTS * number;
    List<String> settings =
        new ArrayList<>(List.of("--endpoint-ports", first + "-" + (first + PORTS - 1)));
    if (areInPods()) {
      settings.addAll(
          List.of("--kubernetes-gateway-image", IMAGE, "--kubernetes-endpoint-domain", DOMAIN));
    }
    return settings;
  }

  /** Adds to a change of an engine. */
  void configure(ObjectNode engine) {
    if (areInPods()) {
      engine
          .putObject("gateway")
          .put("image", IMAGE)
          .put("service_type", "NodePort")
          .put("node_port", NODE_PORT + number);
    }
  }
}
