package io.bentoform.api.engine.contract;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.codec.digest.DigestUtils;

/** Calls the sample service. */
public final class Client implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  public HttpResponse<String> post(URI url, String route, String json, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.resolve("/" + route))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** Makes one call after the other; returns status and body of each answer. */
  public List<String> callUntil(AtomicBoolean stop, URI url, String route, String json)
      throws IOException, InterruptedException {
    List<String> answers = new ArrayList<>();
    while (!stop.get()) {
      HttpResponse<String> answer = post(url, route, json);
      answers.add(answer.statusCode() + " " + answer.body());
    }
    return answers;
  }

  /** What the service says of an environment variable or a file. */
  public String ask(URI url, String route, String name) throws IOException, InterruptedException {
    return post(url, route, "{\"name\": \"" + name + "\"}").body();
  }

  /** What the service says of a value, without the service. */
  public static String fingerprint(String value) {
    return DigestUtils.sha256Hex(value).substring(0, 12);
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
