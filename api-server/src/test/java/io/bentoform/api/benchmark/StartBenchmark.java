package io.bentoform.api.benchmark;

import io.bentoform.api.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Measures how long the packaged server takes from its launch until it is ready, with the embedded
 * database that an earlier start has made, with and without its AOT cache in turn: {@code
 * api-server/benchmark start}.
 */
public final class StartBenchmark {
  private static final Map<String, String> WITH = Map.of();
  private static final Map<String, String> WITHOUT = Map.of("JDK_JAVA_OPTIONS", "-XX:AOTMode=off");

  private StartBenchmark() {}

  /** Arguments: how many starts of each kind. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int count = Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory("bentoform");
    Path data = folder.resolve("data");
    ServerProcess first = ServerProcess.packaged(data, WITH);
    first.terminate();
    try {
      double[] with = new double[count];
      double[] without = new double[count];
      for (int i = 0; i < count; i++) {
        with[i] = seconds(data, WITH);
        without[i] = seconds(data, WITHOUT);
      }
      double median = Median.of(with);
      double medianWithout = Median.of(without);
      System.out.printf("ready after, median of %d:%n", count);
      System.out.printf("with the AOT cache     %6.2f s%n", median);
      System.out.printf(
          "without it             %6.2f s (%.1f times)%n", medianWithout, medianWithout / median);
    } finally {
      first.end();
      Files.delete(folder);
    }
  }

  private static double seconds(Path data, Map<String, String> environment)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    ServerProcess server = ServerProcess.packaged(data, environment);
    double seconds = (System.nanoTime() - start) / 1e9;
    server.terminate();
    return seconds;
  }
}
