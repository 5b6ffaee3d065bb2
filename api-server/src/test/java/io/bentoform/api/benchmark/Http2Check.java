package io.bentoform.api.benchmark;

import io.bentoform.api.engine.local.process.Ports;
import io.bentoform.api.gateway.Nginx;

/** Runs {@code h2spec} against the gateway before a trivial server: {@code api-server/h2spec}. */
public final class Http2Check {
  private static final String SECONDS = "5";

  private Http2Check() {}

  /** Arguments: the program {@code h2spec}. */
  public static void main(String[] arguments) throws Exception {
    if (!Nginx.isInstalled()) {
      System.err.println("nginx is not on the PATH (Debian: nginx-light)");
      System.exit(1);
    }
    System.exit(run(arguments[0]));
  }

  private static int run(String program) throws Exception {
    int upstream = Ports.free();
    int port = Ports.free();
    String host = GatewayBenchmark.HOST;
    try (Nginx _ = Nginx.start(GatewayBenchmark.TRIVIAL.formatted(host, upstream), 1, upstream);
        GatewayProcess _ = GatewayProcess.start(port, upstream)) {
      return new ProcessBuilder(
              program, "--host", host, "--port", Integer.toString(port), "--timeout", SECONDS)
          .inheritIO()
          .start()
          .waitFor();
    }
  }
}
