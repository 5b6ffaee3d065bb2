package io.bentoform.api.benchmark;

import io.bentoform.api.engine.local.process.Ports;
import io.bentoform.api.gateway.Nginx;
import java.net.InetAddress;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Measures the gateway beside nginx, each as a process of its own before the same server, one that
 * does nothing and then a replica, with 1, 16 and 256 clients: {@code api-server/benchmark
 * gateway}. Clients and servers share the machine.
 */
public final class GatewayBenchmark {
  private static final int ROUNDS = 3;
  private static final int[] CLIENTS = {1, 16, 256};

  /** The block of an nginx that answers by itself. */
  static final String TRIVIAL =
      "keepalive_requests 1000000000; server { listen %s:%d; return 200 'ok'; }";

  static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();
  private static final double WARM_UP_SECONDS = 20;

  private GatewayBenchmark() {}

  /** Arguments: seconds of each measurement, of which there are three rounds. */
  public static void main(String[] arguments) throws Exception {
    if (!Nginx.isInstalled()) {
      System.err.println("nginx is not on the PATH (Debian: nginx-light)");
      System.exit(1);
    }
    run(Double.parseDouble(arguments[0]));
  }

  private static void run(double seconds) throws Exception {
    int upstream = Ports.free();
    System.out.println("Before a server that does nothing:");
    try (Nginx _ = Nginx.start(TRIVIAL.formatted(HOST, upstream), 1, upstream)) {
      measure(upstream, "/", seconds);
    }
    BentoServe.prepare();
    System.out.println("Before a replica:");
    try (HttpClient http = HttpClient.newHttpClient();
        BentoServe replica = BentoServe.start(http)) {
      measure(replica.port(), "/livez", seconds);
    }
  }

  private static void measure(int upstream, String path, double seconds) throws Exception {
    int reference = Ports.free();
    int port = Ports.free();
    try (Nginx _ = Nginx.start(proxy(reference, upstream), 2, reference);
        GatewayProcess _ = GatewayProcess.start(port, upstream)) {
      RequestLoop.run(port, path, 256, WARM_UP_SECONDS);
      RequestLoop.run(reference, path, 16, 2);
      print(port, reference, upstream, path, seconds);
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

  private static void print(int gateway, int nginx, int upstream, String path, double seconds)
      throws InterruptedException {
    System.out.printf("%7s  %-22s %10s %9s %9s%n", "clients", "", "a second", "p50 ms", "p99 ms");
    for (int clients : CLIENTS) {
      List<RequestLoop.Result> directs = new ArrayList<>();
      List<RequestLoop.Result> references = new ArrayList<>();
      List<RequestLoop.Result> ourselves = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        directs.add(RequestLoop.run(upstream, path, clients, seconds));
        references.add(RequestLoop.run(nginx, path, clients, seconds));
        ourselves.add(RequestLoop.run(gateway, path, clients, seconds));
      }
      RequestLoop.Result direct = median(directs);
      RequestLoop.Result reference = median(references);
      RequestLoop.Result ours = median(ourselves);
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

  /** The round of the median throughput: others may use the machine too. */
  private static RequestLoop.Result median(List<RequestLoop.Result> rounds) {
    return rounds.stream()
        .sorted(Comparator.comparingDouble(RequestLoop.Result::perSecond))
        .toList()
        .get(ROUNDS / 2);
  }

  private static void line(int clients, String what, RequestLoop.Result result) {
    System.out.printf(
        "%7d  %-22s %10.0f %9.2f %9.2f%n",
        clients, what, result.perSecond(), result.p50(), result.p99());
  }
}
