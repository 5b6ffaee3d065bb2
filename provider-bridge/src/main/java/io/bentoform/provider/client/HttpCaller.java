package io.bentoform.provider.client;

import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.log.Log;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls and retries them where that is safe: any call that did not reach the API or was rate
 * limited, and idempotent calls after lost connections and 502, 503 and 504. All attempts of a call
 * have one request id: whoever searches the server's log for the id in a diagnostic finds each of
 * them, also the one that had an effect and whose response was lost. The HTTP client is expensive
 * to start and is created on the first call.
 */
final class HttpCaller {

  private static final String REQUEST_ID = "X-Request-Id";
  private static final int ATTEMPTS = 5;
  private static final int ATTEMPTS_WHEN_LIMITED = 10;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /**
   * Timeouts.
   *
   * @param answer for a complete response: a delete may take 20 s, and the bentoml client waits 60
   *     s
   */
  record Limits(Duration connect, Duration answer) {
    static final Limits USUAL = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(60));
  }

  private final URI endpoint;
  private final Token token;
  private final Log log;
  private final Limits limits;
  private final Network network;
  private final InterruptibleWaits waits = new InterruptibleWaits();
  private final Outage outage = new Outage();
  private volatile boolean changed;
  private volatile boolean accepted;
  private @Nullable HttpClient http;

  HttpCaller(URI endpoint, Token token, Log log, Limits limits, Network network) {
    this.endpoint = endpoint;
    this.token = token;
    this.log = log;
    this.limits = limits;
    this.network = network;
  }

  /** Whether a call that changes something was sent. */
  boolean hasChanged() {
    return changed;
  }

  /** Cancels all calls and pauses, rejects later calls and closes the HTTP client. */
  void stop() {
    waits.stop();
    synchronized (this) {
      if (http != null) {
        http.shutdown(); // calls in progress keep their grace period
      }
    }
  }

  private synchronized HttpClient http() {
    HttpClient client = http;
    if (client == null) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(limits.connect());
      network.trusted().ifPresent(builder::sslContext);
      builder.proxy(network.proxy().orElse(HttpClient.Builder.NO_PROXY));
      client = builder.build();
      http = client;
    }
    return client;
  }

  /**
   * Sends a call and returns the JSON object of the response, empty when the body is empty.
   *
   * @throws ApiException when the response is anything but 200 with JSON or an empty body
   */
  JsonObject send(Call asked) {
    Set<String> hidden = new HashSet<>(asked.hidden());
    hidden.add(token.value());
    Call call = asked.hiding(hidden);
    if (asked.changes()) {
      changed = true;
    }
    String id = UUID.randomUUID().toString();
    String sent = "";
    long start = System.nanoTime();
    boolean probe = outage.beforeCall();
    for (int attempt = 1; ; attempt++) {
      if (waits.isStopped()) {
        throw interrupted(call, ApiException.Kind.NOT_SENT).of(sent);
      }
      Attempt outcome = attempt(call, id).after(sent);
      sent = outcome.requestId();
      if (!outcome.isUnavailable()) {
        outage.responseReceived();
      }
      if (outcome.retryAfter() == null || attempt >= (probe ? 1 : limit(outcome))) {
        return end(outcome, start);
      }
      traceRetry(call, id, attempt);
      try {
        waits.pause(pause(attempt, outcome.retryAfter()), outage.started());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return outcome.result();
      }
      if (outcome.isUnavailable()) {
        probe = outage.beforeCall();
      }
    }
  }

  private JsonObject end(Attempt outcome, long start) {
    ApiException failure = outcome.failure();
    // A single failed change that cannot be retried does not prove an outage.
    if (failure != null
        && outcome.isUnavailable()
        && (outcome.retryAfter() != null || outcome.isTimeout())) {
      outage.callFailed(failure, start);
    }
    return outcome.result();
  }

  private static int limit(Attempt outcome) {
    return outcome.isLimited() ? ATTEMPTS_WHEN_LIMITED : ATTEMPTS;
  }

  private static Duration pause(int attempt, Duration asked) {
    long doubled = FIRST_PAUSE.toMillis() << Math.min(attempt - 1, 5);
    long wanted = Math.max(asked.toMillis(), doubled);
    long jitter = ThreadLocalRandom.current().nextLong(wanted / 4 + 1);
    return Duration.ofMillis(Math.min(wanted + jitter, LONGEST_PAUSE.toMillis()));
  }

  private Attempt attempt(Call call, String id) {
    long start = System.nanoTime();
    try {
      HttpResponse<String> answer =
          waits.answer(
              http().sendAsync(request(call, id), HttpResponse.BodyHandlers.ofString()),
              limits.answer());
      trace(call, id, answer.statusCode(), start);
      return judge(call, id, answer);
    } catch (ExecutionException e) {
      return failed(call, id, e.getCause());
    } catch (TimeoutException e) {
      return timedOut(id);
    } catch (CancellationException e) {
      return Attempt.failed(interrupted(call, ApiException.Kind.UNREACHABLE).of(id));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Attempt.failed(
          unreachable("was not waited for because the thread was interrupted").of(id));
    }
  }

  private Attempt failed(Call call, String id, @Nullable Throwable cause) {
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return Attempt.retried(unreachable("cannot be reached"), Duration.ZERO);
    }
    if (cause instanceof HttpTimeoutException) {
      return timedOut(id);
    }
    if (cause instanceof IOException && waits.isStopped()) {
      return Attempt.failed(interrupted(call, ApiException.Kind.UNREACHABLE).of(id));
    }
    if (cause instanceof SSLHandshakeException) {
      return Attempt.failed(Failures.notTrusted(endpoint, cause));
    }
    if (cause instanceof IOException) {
      ApiException failure = unreachable("closed the connection before sending a response").of(id);
      return call.repeatable() ? Attempt.retried(failure, Duration.ZERO) : Attempt.failed(failure);
    }
    throw new IllegalStateException("the HTTP client failed", cause);
  }

  private Attempt timedOut(String id) {
    String what = "sent no response within " + limits.answer().toSeconds() + " s";
    return Attempt.timedOut(unreachable(what).of(id));
  }

  private static ApiException interrupted(Call call, ApiException.Kind kind) {
    return new ApiException(
        kind,
        kind == ApiException.Kind.NOT_SENT
            ? "The run was interrupted before " + call + " was sent."
            : "The run was interrupted before the response to " + call + " arrived.");
  }

  private HttpRequest request(Call call, String id) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + call.path()))
            .timeout(limits.answer())
            .header("X-YATAI-API-TOKEN", token.value())
            .header(REQUEST_ID, id)
            .header("Accept", "application/json, application/problem+json");
    if (call.body() == null) {
      request.method(call.method(), HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(call.method(), HttpRequest.BodyPublishers.ofString(Json.write(call.body())));
    }
    return request.build();
  }

  private String base() {
    String text = endpoint.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private Attempt judge(Call call, String id, HttpResponse<String> answer) {
    int status = answer.statusCode();
    JsonObject body = parse(answer.body());
    if (status == 200) {
      accepted = true;
      if (body != null || answer.body().isBlank()) {
        return Attempt.succeeded(body == null ? JsonObject.EMPTY : body);
      }
      return Attempt.failed(
          Failures.notJson(endpoint, call, status).of(idAtServer(call, answer, id)));
    }
    ApiException failure =
        status == 401
            ? Failures.tokenRejected(endpoint, accepted)
            : Failures.of(endpoint, call, status, body, answer.body().isBlank());
    ApiException named = failure.of(idAtServer(call, answer, id));
    boolean limited = status == 429;
    boolean repeat = limited || (Attempt.isTransient(status) && call.repeatable());
    return repeat
        ? Attempt.retried(named, RetryAfter.of(answer.headers(), Clock.systemUTC()))
        : Attempt.failed(named);
  }

  /** A server may have its own id of a request, by which its people find it. */
  private static String idAtServer(Call call, HttpResponse<String> answer, String sent) {
    return answer
        .headers()
        .firstValue(REQUEST_ID)
        .filter(id -> id.matches("[A-Za-z0-9._-]{1,64}"))
        .filter(id -> Redaction.of(id, call.hidden()).equals(id))
        .orElse(sent);
  }

  private static @Nullable JsonObject parse(String text) {
    try {
      return JsonObject.of(Json.parse(text)).orElse(null);
    } catch (Json.ParseException e) {
      return null;
    }
  }

  private ApiException unreachable(String what) {
    return new ApiException(
        ApiException.Kind.UNREACHABLE,
        "The control API at "
            + endpoint
            + " "
            + what
            + ". Check that it is running and that the \"endpoint\" of the provider is correct.");
  }

  private void traceRetry(Call call, String id, int attempt) {
    log.debug(
        "retrying call",
        "call",
        call.toString(),
        "request_id",
        id,
        "attempt",
        Integer.toString(attempt));
  }

  private void trace(Call call, String id, int status, long start) {
    if (log.isOn(Log.Level.DEBUG)) {
      log.debug(
          "control API call",
          "call",
          call.toString(),
          "request_id",
          id,
          "status",
          Integer.toString(status),
          "duration_ms",
          Long.toString((System.nanoTime() - start) / 1_000_000));
    }
  }
}
