package io.bentoform.provider.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the calls of one run know of an API that is away. The first call that gives up waits as long
 * as it takes; from then on calls fail at once, and one every two seconds tries whether the API is
 * back. Any answer ends the outage.
 */
final class Outage {

  private static final Duration PROBE = Duration.ofSeconds(2);

  private final Duration probeEvery;
  private @Nullable ApiException reason;
  private long lastTried;
  private long lastAnswer;
  private CompletableFuture<Void> begun = new CompletableFuture<>();

  Outage() {
    this(PROBE);
  }

  Outage(Duration probeEvery) {
    this.probeEvery = probeEvery;
    this.lastAnswer = System.nanoTime();
  }

  /**
   * A call wants to go out.
   *
   * @return whether it is one that tries whether the API is back, once and without repetition
   * @throws ApiException while the API is away
   */
  synchronized boolean enter() {
    if (reason == null) {
      return false;
    }
    if (System.nanoTime() - lastTried < probeEvery.toNanos()) {
      throw failure(reason);
    }
    lastTried = System.nanoTime();
    return true;
  }

  /** Completes when the API is found to be away. */
  synchronized CompletableFuture<Void> begun() {
    return begun;
  }

  /** An answer came, whatever it says. */
  synchronized void ended() {
    lastAnswer = System.nanoTime();
    if (reason != null) {
      reason = null;
      begun = new CompletableFuture<>();
    }
  }

  /**
   * A call gave up.
   *
   * @param since when it began, by {@link System#nanoTime}: an answer to another call after that
   *     means that the API is there
   */
  synchronized void begins(ApiException found, long since) {
    if (lastAnswer - since > 0) {
      return;
    }
    reason = found;
    lastTried = System.nanoTime();
    begun.complete(null);
  }

  private static ApiException failure(ApiException reason) {
    return new ApiException(
        ApiException.Kind.NOT_SENT,
        "Nothing was sent, as the control API is away. Another call of this run found: "
            + reason.text());
  }
}
