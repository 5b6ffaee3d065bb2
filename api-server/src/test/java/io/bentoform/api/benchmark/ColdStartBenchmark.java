package io.bentoform.api.benchmark;

import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.VirtualEnvironment;
import io.bentoform.api.engine.local.process.Ports;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Measures the first answer of a deployment at zero, through the gateway, beside the first answer
 * of {@code bentoml serve} of the same bento, started by hand, in turn: {@code api-server/benchmark
 * cold}.
 */
public final class ColdStartBenchmark {
  private static final Path CACHE = Path.of("target", "sample-bento");
  private static final long PAUSE_MILLIS = 20;
  private static final long END_SECONDS = 30;

  private ColdStartBenchmark() {}

  /** Arguments: how many starts of each kind. */
  public static void main(String[] arguments) throws Exception {
    int count = Integer.parseInt(arguments[0]);
    double[] woken = new double[count];
    double[] byHand = new double[count];
    try (SampleServer server = SampleServer.start();
        HttpClient http = HttpClient.newHttpClient()) {
      server.deploy("cold");
      Path bentoml = VirtualEnvironment.of(CACHE, SampleBento.BENTOML_VERSION).program("bentoml");
      for (int i = 0; i < count; i++) {
        woken[i] = SampleServer.secondsToAnswer(http, server.awaitRest("cold"));
        server.awaitRest("cold");
        byHand[i] = secondsByHand(bentoml, http);
      }
    }
    double median = Median.of(woken);
    double medianByHand = Median.of(byHand);
    System.out.printf("first answer after, median of %d:%n", count);
    System.out.printf("a deployment at zero  %6.2f s%n", median);
    System.out.printf(
        "bentoml serve by hand %6.2f s (%+.2f s)%n", medianByHand, median - medianByHand);
  }

  private static double secondsByHand(Path bentoml, HttpClient http)
      throws IOException, InterruptedException {
    int port = Ports.free();
    URI address = URI.create("http://127.0.0.1:" + port);
    ProcessBuilder builder =
        new ProcessBuilder(
                bentoml.toString(),
                "serve",
                SampleBento.TAG,
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("BENTOML_HOME", CACHE.resolve("home").toAbsolutePath().toString());
    builder.environment().put("BENTOML_DO_NOT_TRACK", "True");
    long start = System.nanoTime();
    Process process = builder.start();
    try {
      while (!answers(http, address)) {
        if (!process.isAlive()) {
          throw new IOException("bentoml serve ended with " + process.exitValue());
        }
        Thread.sleep(PAUSE_MILLIS);
      }
      return (System.nanoTime() - start) / 1e9;
    } finally {
      process.destroy();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }

  private static boolean answers(HttpClient http, URI address)
      throws IOException, InterruptedException {
    try {
      return http.send(SampleServer.request(address), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (ConnectException e) {
      return false;
    }
  }
}
