package io.bentoform.api.benchmark;

import io.bentoform.api.ServerProcess;
import java.io.IOException;
import java.time.Duration;

/**
 * Measures what many deployments at zero cost a server that has nothing else to do: {@code
 * api-server/benchmark zero}.
 */
public final class ZeroBenchmark {
  private static final long SECONDS = 30;
  private static final long MIB = 1 << 20;

  private ZeroBenchmark() {}

  /** Arguments: how many deployments. */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    try (SampleServer server = SampleServer.start()) {
      server.deploy("zero-0");
      server.awaitRest("zero-0");
      print("1 deployment", server.process());
      long start = System.nanoTime();
      for (int i = 1; i < count; i++) {
        server.deploy("zero-" + i);
      }
      for (int i = 1; i < count; i++) {
        server.awaitRest("zero-" + i);
      }
      print("%,d deployments".formatted(count), server.process());
      System.out.printf("They were rolled out in %.0f s.%n", (System.nanoTime() - start) / 1e9);
    }
  }

  private static void print(String what, ServerProcess server)
      throws IOException, InterruptedException {
    Duration before = server.cpuTime();
    Thread.sleep(Duration.ofSeconds(SECONDS));
    double used = server.cpuTime().minus(before).toNanos() / 1e9;
    System.out.printf(
        "%-16s at zero: memory %d MiB, %.1f %% of a core over %d s%n",
        what, server.memory() / MIB, used / SECONDS * 100, SECONDS);
  }
}
