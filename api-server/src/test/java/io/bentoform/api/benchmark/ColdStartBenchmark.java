package io.bentoform.api.benchmark;

import java.io.IOException;
import java.net.http.HttpClient;

/**
 * Measures the first answer of a deployment at zero, through the gateway, beside the first answer
 * of {@code bentoml serve} of the same bento, started by hand, in turn: {@code api-server/benchmark
 * cold}.
 */
public final class ColdStartBenchmark {
  private ColdStartBenchmark() {}

  /** Arguments: how many starts of each kind. */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    double[] woken = new double[count];
    double[] byHand = new double[count];
    try (SampleServer server = SampleServer.start();
        HttpClient http = HttpClient.newHttpClient()) {
      server.deploy("cold");
      BentoServe.prepare();
      for (int i = 0; i < count; i++) {
        woken[i] = SampleServer.secondsToAnswer(http, server.awaitRest("cold"));
        server.awaitRest("cold");
        byHand[i] = secondsByHand(http);
      }
    }
    double median = Median.of(woken);
    double medianByHand = Median.of(byHand);
    System.out.printf("first answer after, median of %d:%n", count);
    System.out.printf("a deployment at zero  %6.2f s%n", median);
    System.out.printf(
        "bentoml serve by hand %6.2f s (%+.2f s)%n", medianByHand, median - medianByHand);
  }

  private static double secondsByHand(HttpClient http) throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (BentoServe _ = BentoServe.start(http)) {
      return (System.nanoTime() - start) / 1e9;
    }
  }
}
