package io.bentoform.api;

import static io.bentoform.api.gateway.remote.GatewayVariables.CERTIFICATES;
import static io.bentoform.api.gateway.remote.GatewayVariables.CONTROL;
import static io.bentoform.api.gateway.remote.GatewayVariables.DOMAIN;
import static io.bentoform.api.gateway.remote.GatewayVariables.INTERNAL_PORT;
import static io.bentoform.api.gateway.remote.GatewayVariables.PORT;
import static io.bentoform.api.gateway.remote.GatewayVariables.TOKEN;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.gateway.Gateway;
import io.bentoform.api.gateway.GatewaySettings;
import io.bentoform.api.gateway.GatewaySettings.HostNames;
import io.bentoform.api.gateway.remote.GatewayClient;
import io.bentoform.api.tls.TrustedCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The program as a gateway of a cluster: {@code api-server/run gateway}. An engine starts it in a
 * pod, with settings in environment variables.
 */
final class GatewayProcess {
  private static final String NAME = "HOSTNAME";

  /** How long the last requests may take when the process ends. */
  static final Duration FINISH = Duration.ofMinutes(1);

  private static final Duration CONNECT = Duration.ofSeconds(5);

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
                http(environment),
                URI.create(required(environment, CONTROL)),
                token,
                environment.getOrDefault(NAME, "gateway")));
    GatewaySettings settings =
        GatewaySettings.at(InetAddress.getByName("0.0.0.0"))
            .with(new HostNames(port(environment, PORT), required(environment, DOMAIN)))
            .withInternalPort(port(environment, INTERNAL_PORT));
    System.out.println("The gateway waits for its routes.");
    client.awaitRoutes();
    Gateway gateway = parts.add(Gateway.start(settings, client, client));
    parts.add(() -> gateway.drain(FINISH));
    client.start(gateway);
    System.out.println("The gateway is ready.");
  }

  private static HttpClient http(Map<String, String> environment) throws IOException {
    HttpClient.Builder http = HttpClient.newBuilder().connectTimeout(CONNECT);
    String certificates = environment.getOrDefault(CERTIFICATES, "");
    if (!certificates.isEmpty()) {
      http.sslContext(TrustedCertificates.of(Path.of(certificates)));
    }
    return http.build();
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
