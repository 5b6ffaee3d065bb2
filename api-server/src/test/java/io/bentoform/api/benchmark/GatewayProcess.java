package io.bentoform.api.benchmark;

import io.bentoform.api.gateway.Choice;
import io.bentoform.api.gateway.Gateway;
import io.bentoform.api.gateway.GatewaySettings;
import io.bentoform.api.gateway.Listener;
import io.bentoform.api.gateway.Route;
import io.bentoform.api.gateway.Routes;
import io.bentoform.api.gateway.Upstream;
import io.bentoform.api.gateway.UpstreamAddress;
import io.bentoform.api.gateway.Version;
import io.bentoform.api.gateway.Waiting;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/** A gateway before one replica, as a process of its own. */
final class GatewayProcess implements AutoCloseable {
  private final Process process;

  private GatewayProcess(Process process) {
    this.process = process;
  }

  /**
   * Returns when it serves.
   *
   * @param upstream the replica's port on loopback
   */
  static GatewayProcess start(int port, int upstream) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // As the server runs: api-server/run.
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                GatewayProcess.class.getName(),
                Integer.toString(port),
                Integer.toString(upstream))
            .redirectError(Redirect.INHERIT)
            .start();
    if (process.getInputStream().read() < 0) {
      throw new IOException("The gateway did not start");
    }
    return new GatewayProcess(process);
  }

  long pid() {
    return process.pid();
  }

  /** Serves until the process is ended. Arguments: its port, the replica's port. */
  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int upstream = Integer.parseInt(arguments[1]);
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    Upstream replica = new Upstream("replica", new UpstreamAddress.Tcp(host, upstream));
    Route route =
        new Route(
            "benchmark",
            "benchmark",
            "Service",
            new Listener.Port(port),
            false,
            new Waiting(false, Duration.ofSeconds(60), 0),
            Duration.ofSeconds(60),
            OptionalInt.empty(),
            new Choice.Random(),
            List.of(new Version("main", 100, List.of(replica))));
    try (Gateway gateway =
        Gateway.start(
            GatewaySettings.at(InetAddress.getLoopbackAddress()),
            token -> false,
            (deployment, service, version) -> {})) {
      gateway.apply(new Routes(1, List.of(route)));
      System.out.println("ready");
      Thread.currentThread().join();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
