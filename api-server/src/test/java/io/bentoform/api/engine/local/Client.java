package io.bentoform.api.engine.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.apache.commons.codec.digest.DigestUtils;

/** Calls the sample service. */
final class Client implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  HttpResponse<String> post(URI url, String route, String json)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/" + route))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** What the service says of an environment variable or a file. */
  String ask(URI url, String route, String name) throws IOException, InterruptedException {
    return post(url, route, "{\"name\": \"" + name + "\"}").body();
  }

  /** What the service says of a value, without the service. */
  static String fingerprint(String value) {
    return DigestUtils.sha256Hex(value).substring(0, 12);
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
