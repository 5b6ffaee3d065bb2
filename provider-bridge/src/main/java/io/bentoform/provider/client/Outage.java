package io.bentoform.provider.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A circuit breaker for the calls of one run. After a call has failed with all its retries, further
 * calls fail immediately, except for one probe every two seconds. Any response closes it.
 */
final class Outage {

  private static final Duration PROBE = Duration.ofSeconds(2);

  private final Duration probeEvery;
  private @Nullable ApiException reason;
  private long lastTried;
  private long lastAnswer;
  private CompletableFuture<Void> started = new CompletableFuture<>();

  Outage() {
    this(PROBE);
  }

  Outage(Duration probeEvery) {
    this.probeEvery = probeEvery;
    this.lastAnswer = System.nanoTime();
  }

  /**
   * Admits a call.
   *
   * @return whether the call is a probe, which must not be retried
   * @throws ApiException during an outage
   */
  synchronized boolean beforeCall() {
    if (reason == null) {
      return false;
    }
    if (System.nanoTime() - lastTried < probeEvery.toNanos()) {
      throw failure(reason);
    }
    lastTried = System.nanoTime();
    return true;
  }

  /** Completes when an outage begins. */
  synchronized CompletableFuture<Void> started() {
    return started;
  }

  /** Records a response of the API, which ends an outage. */
  synchronized void responseReceived() {
    lastAnswer = System.nanoTime();
    if (reason != null) {
      reason = null;
      started = new CompletableFuture<>();
    }
  }

  /**
   * Records a call that failed with all its retries.
   *
   * @param since {@link System#nanoTime} at the start of the call: there is no outage if another
   *     call got a response since then
   */
  synchronized void callFailed(ApiException found, long since) {
    if (lastAnswer - since > 0) {
      return;
    }
    reason = found;
    lastTried = System.nanoTime();
    started.complete(null);
  }

  private static ApiException failure(ApiException reason) {
    return new ApiException(
        ApiException.Kind.NOT_SENT,
        "Nothing was sent because the control API is unavailable. An earlier call of this run"
            + " failed: "
            + reason.text());
  }
}
