package io.bentoform.api.benchmark;

import io.bentoform.api.Answer;
import io.bentoform.api.ServerProcess;
import io.bentoform.api.engine.SampleBento;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server with the sample bento, and deployments of it that rest at once when nobody calls. */
final class SampleServer implements AutoCloseable {
  private static final String DEPLOYMENTS = "/api/v2/deployments";
  private static final String REPOSITORIES = "/api/v1/bento_repositories";
  private static final String BENTOS = REPOSITORIES + "/" + SampleBento.NAME + "/bentos";
  private static final long PAUSE_MILLIS = 200;

  private final Path folder;
  private final ServerProcess process;

  private SampleServer(Path folder, ServerProcess process) {
    this.folder = folder;
    this.process = process;
  }

  static SampleServer start() throws IOException {
    Path folder = Files.createTempDirectory("bentoform");
    SampleServer server = new SampleServer(folder, new ServerProcess(folder.resolve("data")));
    server.push(SampleBento.shared());
    return server;
  }

  private void push(SampleBento bento) throws IOException {
    require(process.call("POST", REPOSITORIES, "{\"name\": \"%s\"}".formatted(SampleBento.NAME)));
    require(
        process.call(
            "POST",
            BENTOS,
            """
            {"version": "%s", "build_at": "2026-11-01 10:11:12.000013", "labels": [],
             "manifest": {"service": "service:Sample", "bentoml_version": "%s", "size_bytes": 1,
               "entry_service": "%s", "name": "%s", "version": "%s", "apis": {}, "models": [],
               "services": [{"name": "%s", "service": ""}]}}
            """
                .formatted(
                    SampleBento.VERSION,
                    SampleBento.BENTOML_VERSION,
                    SampleBento.SERVICE,
                    SampleBento.NAME,
                    SampleBento.VERSION,
                    SampleBento.SERVICE)));
    String version = BENTOS + "/" + SampleBento.VERSION;
    require(process.call("PATCH", version + "/start_upload", ""));
    byte[] archive = Files.readAllBytes(bento.archive());
    require(process.upload(version, archive.length, () -> new ByteArrayInputStream(archive)));
  }

  /** Creates a deployment, and does not wait for its rollout. */
  void deploy(String name) throws IOException {
    require(
        process.call(
            "POST",
            DEPLOYMENTS,
            """
            {"name": "%s", "bento": "%s", "services": {"%s": {"scaling": {
              "min_replicas": 0, "max_replicas": 1, "policy": {
                "scale_down_behavior": "fast", "scale_down_stabilization_window": 0}}}}}
            """
                .formatted(name, SampleBento.TAG, SampleBento.SERVICE)));
  }

  /** Returns when it rests, with its address. */
  URI awaitRest(String name) throws IOException, InterruptedException {
    Answer answer = process.call("GET", DEPLOYMENTS + "/" + name, "");
    while (!answer.at("/status").asText().equals("scaled-to-zero")) {
      if (answer.at("/status").asText().equals("failed")) {
        throw new IOException("The deployment failed: " + answer.body());
      }
      Thread.sleep(PAUSE_MILLIS);
      answer = process.call("GET", DEPLOYMENTS + "/" + name, "");
    }
    return URI.create(answer.at("/urls/0").asText());
  }

  /** Seconds until the sample service at an address has answered. */
  static double secondsToAnswer(HttpClient http, URI address)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<String> answer = http.send(request(address), HttpResponse.BodyHandlers.ofString());
    double seconds = (System.nanoTime() - start) / 1e9;
    if (answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + ": " + answer.body());
    }
    return seconds;
  }

  /** A cheap call. */
  static HttpRequest request(URI address) {
    return HttpRequest.newBuilder(address.resolve("/variable"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString("{\"name\": \"HOME\"}"))
        .build();
  }

  ServerProcess process() {
    return process;
  }

  private static void require(Answer answer) throws IOException {
    if (answer.status() != 200) {
      throw new IOException(answer.status() + ": " + answer.body());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      process.end();
      Files.delete(folder);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
