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
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** {@code bentoml serve} of the sample bento, started by hand. */
final class BentoServe implements AutoCloseable {
  private static final Path CACHE = Path.of("target", "sample-bento");
  private static final long PAUSE_MILLIS = 20;
  private static final long END_SECONDS = 30;

  private final Process process;
  private final int port;

  private BentoServe(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Makes what it needs, once. */
  static void prepare() {
    SampleBento.shared();
  }

  /** Returns when it has answered. */
  static BentoServe start(HttpClient http) throws IOException, InterruptedException {
    Path bentoml = VirtualEnvironment.of(CACHE, SampleBento.BENTOML_VERSION).program("bentoml");
    int port = Ports.free();
    ProcessBuilder builder =
        new ProcessBuilder(
                bentoml.toString(),
                "serve",
                SampleBento.TAG,
                "--host",
                GatewayBenchmark.HOST,
                "--port",
                Integer.toString(port))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("BENTOML_HOME", CACHE.resolve("home").toAbsolutePath().toString());
    builder.environment().put("BENTOML_DO_NOT_TRACK", "True");
    BentoServe serve = new BentoServe(builder.start(), port);
    URI address = URI.create("http://" + GatewayBenchmark.HOST + ":" + port);
    while (!answers(http, address)) {
      if (!serve.process.isAlive()) {
        throw new IOException("bentoml serve ended with " + serve.process.exitValue());
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    return serve;
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

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
