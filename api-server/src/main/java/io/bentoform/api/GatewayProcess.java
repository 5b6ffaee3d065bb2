package io.bentoform.api;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.gateway.Gateway;
import io.bentoform.api.gateway.GatewaySettings;
import io.bentoform.api.gateway.GatewaySettings.HostNames;
import io.bentoform.api.gateway.remote.GatewayClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The program as a gateway of a cluster: {@code api-server/run gateway}. An engine starts it in a
 * pod, with settings in environment variables.
 */
final class GatewayProcess {
  /** The address of the cluster's gateways at the control API, with a slash at its end. */
  static final String CONTROL = "BENTOFORM_CONTROL_URL";

  /** Opens that address. */
  static final String TOKEN = "BENTOFORM_GATEWAY_TOKEN";

  /** The domain below which deployments have their host names. */
  static final String DOMAIN = "BENTOFORM_ENDPOINT_DOMAIN";

  static final String PORT = "BENTOFORM_ENDPOINT_PORT";
  static final String INTERNAL_PORT = "BENTOFORM_INTERNAL_PORT";

  private static final String NAME = "HOSTNAME";

  /** How long the last requests may take when the process ends. */
  static final Duration FINISH = Duration.ofMinutes(1);

  private static final Duration LOOK = Duration.ofMillis(100);

  private GatewayProcess() {}

  /**
   * Serves until the process ends.
   *
   * @throws IllegalArgumentException when a setting is missing or wrong, with a message for users
   * @throws IOException when it cannot listen
   */
  static void run(Map<String, String> environment, Closeables parts)
      throws IOException, InterruptedException {
    Hidden token = Hidden.of(required(environment, TOKEN));
    GatewayClient client =
        parts.add(
            new GatewayClient(
                URI.create(required(environment, CONTROL)),
                token,
                Optional.ofNullable(environment.get(NAME)).orElse("gateway")));
    GatewaySettings settings =
        GatewaySettings.at(InetAddress.getByName("0.0.0.0"))
            .with(new HostNames(port(environment, PORT), required(environment, DOMAIN)))
            .withInternalPort(port(environment, INTERNAL_PORT));
    System.out.println("The gateway waits for its routes.");
    client.awaitRoutes();
    Gateway gateway = parts.add(Gateway.start(settings, client, client));
    parts.add(() -> awaitQuiet(gateway));
    client.start(gateway);
    System.out.println("The gateway is ready.");
  }

  /** The last requests are finished; new ones go to the other gateways by then. */
  private static void awaitQuiet(Gateway gateway) throws InterruptedException {
    long end = System.nanoTime() + FINISH.toNanos();
    while (System.nanoTime() < end && gateway.metrics().isBusy()) {
      Thread.sleep(LOOK);
    }
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.getOrDefault(name, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("The environment variable " + name + " is not set.");
    }
    return value;
  }

  private static int port(Map<String, String> environment, String name) {
    try {
      return Integer.parseInt(required(environment, name));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "The environment variable " + name + " is not a number.", e);
    }
  }
}
