package io.bentoform.api.benchmark;

import io.bentoform.api.engine.local.process.Ports;
import io.bentoform.api.gateway.Choice;
import io.bentoform.api.gateway.Gateway;
import io.bentoform.api.gateway.GatewaySettings;
import io.bentoform.api.gateway.Listener;
import io.bentoform.api.gateway.Nginx;
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

/**
 * Measures the gateway beside nginx, each as a process of its own before the same trivial server,
 * with 1, 16 and 256 clients: {@code api-server/benchmark gateway}. Clients and servers share the
 * machine.
 */
public final class GatewayBenchmark {
  private static final int[] CLIENTS = {1, 16, 256};
  private static final double WARM_UP_SECONDS = 10;
  private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

  private GatewayBenchmark() {}

  /** Arguments: seconds of each measurement. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("serve")) {
      serve(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
      return;
    }
    if (!Nginx.isInstalled()) {
      System.err.println("nginx is not on the PATH (Debian: nginx-light)");
      System.exit(1);
    }
    run(Double.parseDouble(arguments[0]));
  }

  private static void run(double seconds) throws Exception {
    int upstream = Ports.free();
    int reference = Ports.free();
    int port = Ports.free();
    String trivial =
        "keepalive_requests 1000000000; server { listen %s:%d; return 200 'ok'; }"
            .formatted(HOST, upstream);
    try (Nginx _ = Nginx.start(trivial, 1, upstream);
        Nginx _ = Nginx.start(proxy(reference, upstream), 2, reference)) {
      Process gateway = gateway(port, upstream);
      try {
        while (gateway.getInputStream().read() != '\n') {
          if (!gateway.isAlive()) {
            throw new IOException("The gateway did not start");
          }
        }
        RequestLoop.run(port, 16, WARM_UP_SECONDS);
        RequestLoop.run(reference, 16, 2);
        print(port, reference, upstream, seconds);
      } finally {
        gateway.destroy();
        gateway.waitFor();
      }
    }
  }

  private static String proxy(int port, int upstream) {
    return """
    keepalive_requests 1000000000;
    upstream replica {
      server %1$s:%2$d;
      keepalive 512;
      keepalive_requests 1000000000;
    }
    server {
      listen %1$s:%3$d;
      location / {
        proxy_pass http://replica;
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_set_header X-Forwarded-Host $host;
        proxy_buffering off;
      }
    }
    """
        .formatted(HOST, upstream, port);
  }

  private static Process gateway(int port, int upstream) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            GatewayBenchmark.class.getName(),
            "serve",
            Integer.toString(port),
            Integer.toString(upstream))
        .redirectError(Redirect.INHERIT)
        .start();
  }

  /** Until the process is ended. */
  private static void serve(int port, int upstream) throws IOException, InterruptedException {
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
            List.of(
                new Version(
                    "main",
                    100,
                    List.of(new Upstream("u", new UpstreamAddress.Tcp(HOST, upstream))))));
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

  private static void print(int gateway, int nginx, int upstream, double seconds)
      throws InterruptedException {
    System.out.printf("%7s  %-22s %10s %9s %9s%n", "clients", "", "a second", "p50 ms", "p99 ms");
    for (int clients : CLIENTS) {
      RequestLoop.Result direct = RequestLoop.run(upstream, clients, seconds);
      RequestLoop.Result reference = RequestLoop.run(nginx, clients, seconds);
      RequestLoop.Result ours = RequestLoop.run(gateway, clients, seconds);
      line(clients, "without proxy", direct);
      line(clients, "nginx", reference);
      line(clients, "gateway", ours);
      System.out.printf(
          "%7d  %-22s %10.2f %9.2f %9.2f%n",
          clients,
          "gateway / nginx",
          ours.perSecond() / reference.perSecond(),
          ours.p50() / reference.p50(),
          ours.p99() / reference.p99());
    }
  }

  private static void line(int clients, String what, RequestLoop.Result result) {
    System.out.printf(
        "%7d  %-22s %10.0f %9.2f %9.2f%n",
        clients, what, result.perSecond(), result.p50(), result.p99());
  }
}
