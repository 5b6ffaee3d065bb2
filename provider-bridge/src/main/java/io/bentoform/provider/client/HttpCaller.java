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
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls and retries them where that is safe: any call that did not reach the API or was rate
 * limited, and idempotent calls after lost connections and 502, 503 and 504. The HTTP client is
 * expensive to start and is created on the first call.
 */
final class HttpCaller {

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
    long start = System.nanoTime();
    boolean probe = outage.beforeCall();
    for (int attempt = 1; ; attempt++) {
      if (waits.isStopped()) {
        throw interrupted(call, ApiException.Kind.NOT_SENT);
      }
      Attempt outcome = attempt(call);
      if (!outcome.isUnavailable()) {
        outage.responseReceived();
      }
      if (outcome.retryAfter() == null || attempt >= (probe ? 1 : limit(outcome))) {
        return end(outcome, start);
      }
      log.debug("retrying call", "call", call.toString(), "attempt", Integer.toString(attempt));
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

  /**
   * The outcome of one attempt.
   *
   * @param retryAfter the time to wait before a retry, null when the call must not be retried
   * @param isTimeout whether the call timed out
   */
  private record Attempt(
      @Nullable JsonObject success,
      @Nullable ApiException failure,
      @Nullable Duration retryAfter,
      boolean isTimeout) {

    Attempt(
        @Nullable JsonObject success,
        @Nullable ApiException failure,
        @Nullable Duration retryAfter) {
      this(success, failure, retryAfter, false);
    }

    JsonObject result() {
      if (failure != null) {
        throw failure;
      }
      return success == null ? JsonObject.EMPTY : success;
    }

    /** Whether the API is unreachable or temporarily unavailable. */
    boolean isUnavailable() {
      return failure != null
          && (failure.kind() == ApiException.Kind.UNREACHABLE || isTransient(failure.status()));
    }

    boolean isLimited() {
      return failure != null && failure.kind() == ApiException.Kind.RATE_LIMITED;
    }
  }

  private Attempt attempt(Call call) {
    long start = System.nanoTime();
    try {
      HttpResponse<String> answer =
          waits.answer(
              http().sendAsync(request(call), HttpResponse.BodyHandlers.ofString()),
              limits.answer());
      trace(call, answer.statusCode(), start);
      return judge(call, answer);
    } catch (ExecutionException e) {
      return failed(call, e.getCause());
    } catch (TimeoutException e) {
      return timedOut();
    } catch (CancellationException e) {
      return new Attempt(null, interrupted(call, ApiException.Kind.UNREACHABLE), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Attempt(
          null, unreachable("was not waited for because the thread was interrupted"), null);
    }
  }

  private Attempt failed(Call call, @Nullable Throwable cause) {
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return new Attempt(null, unreachable("cannot be reached"), Duration.ZERO);
    }
    if (cause instanceof HttpTimeoutException) {
      return timedOut();
    }
    if (cause instanceof IOException && waits.isStopped()) {
      return new Attempt(null, interrupted(call, ApiException.Kind.UNREACHABLE), null);
    }
    if (cause instanceof SSLHandshakeException) {
      return new Attempt(null, Failures.notTrusted(endpoint, cause), null);
    }
    if (cause instanceof IOException) {
      ApiException failure = unreachable("closed the connection before sending a response");
      return new Attempt(null, failure, call.repeatable() ? Duration.ZERO : null);
    }
    throw new IllegalStateException("the HTTP client failed", cause);
  }

  private Attempt timedOut() {
    String what = "sent no response within " + limits.answer().toSeconds() + " s";
    return new Attempt(null, unreachable(what), null, true);
  }

  private static ApiException interrupted(Call call, ApiException.Kind kind) {
    return new ApiException(
        kind,
        kind == ApiException.Kind.NOT_SENT
            ? "The run was interrupted before " + call + " was sent."
            : "The run was interrupted before the response to " + call + " arrived.");
  }

  private HttpRequest request(Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base() + call.path()))
            .timeout(limits.answer())
            .header("X-YATAI-API-TOKEN", token.value())
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

  private Attempt judge(Call call, HttpResponse<String> answer) {
    int status = answer.statusCode();
    JsonObject body = parse(answer.body());
    if (status == 200) {
      accepted = true;
      if (body != null || answer.body().isBlank()) {
        return new Attempt(body, null, null);
      }
      return new Attempt(null, Failures.notJson(endpoint, call, status), null);
    }
    ApiException failure =
        status == 401
            ? Failures.tokenRejected(endpoint, accepted)
            : Failures.of(endpoint, call, status, body, answer.body().isBlank());
    boolean limited = status == 429;
    boolean repeat = limited || (isTransient(status) && call.repeatable());
    return new Attempt(null, failure, repeat ? retryAfter(answer) : null);
  }

  private static boolean isTransient(int status) {
    return status == 502 || status == 503 || status == 504;
  }

  private static Duration retryAfter(HttpResponse<String> answer) {
    String seconds = answer.headers().firstValue("Retry-After").orElse("0");
    boolean number =
        !seconds.isEmpty() && seconds.length() < 5 && seconds.chars().allMatch(Character::isDigit);
    return number ? Duration.ofSeconds(Long.parseLong(seconds)) : Duration.ZERO;
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

  private void trace(Call call, int status, long start) {
    if (log.isOn(Log.Level.DEBUG)) {
      log.debug(
          "control API call",
          "call",
          call.toString(),
          "status",
          Integer.toString(status),
          "duration_ms",
          Long.toString((System.nanoTime() - start) / 1_000_000));
    }
  }
}
