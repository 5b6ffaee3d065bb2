package io.bentoform.provider.client;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Interruptible waits of one run; all of them end within a second after {@link #stop}. */
final class InterruptibleWaits {

  /** How long to wait for pending responses after a stop. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  void stop() {
    stopped.complete(null);
  }

  boolean isStopped() {
    return stopped.isDone();
  }

  /**
   * Waits for a response and cancels the call if none arrives.
   *
   * @throws CancellationException when the run is stopped
   * @throws TimeoutException when the limit is exceeded
   */
  <T> T answer(CompletableFuture<T> answer, Duration limit)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      any(limit, answer, stopped);
      return answer.get(isStopped() ? GRACE.toMillis() : 0, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      if (isStopped()) {
        throw new CancellationException();
      }
      throw e;
    } finally {
      answer.cancel(true);
    }
  }

  /** Pauses; ends early when the run is stopped or the other future completes. */
  void pause(Duration time, CompletableFuture<Void> other) throws InterruptedException {
    try {
      any(time, stopped, other);
    } catch (TimeoutException e) {
      // the pause has elapsed
    }
  }

  private static void any(Duration limit, CompletableFuture<?>... futures)
      throws InterruptedException, TimeoutException {
    try {
      Object ignored =
          CompletableFuture.anyOf(futures).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      // rethrown by the caller's get
    }
  }
}
