package io.bentoform.provider.client;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The waits of one run; all of them end within a second when the user stops. */
final class Waits {

  /** How long an answer that is under way may take after a stop: most come within it. */
  private static final Duration GRACE = Duration.ofMillis(500);

  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  void stop() {
    stopped.complete(null);
  }

  boolean isStopped() {
    return stopped.isDone();
  }

  /**
   * Waits for an answer and cancels what does not come.
   *
   * @throws CancellationException when the user stops
   * @throws TimeoutException when it takes longer than the limit
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

  /** Pauses; ends early when the user stops or something else happens. */
  void pause(Duration time, CompletableFuture<Void> other) throws InterruptedException {
    try {
      any(time, stopped, other);
    } catch (TimeoutException e) {
      // the time is over
    }
  }

  private static void any(Duration limit, CompletableFuture<?>... futures)
      throws InterruptedException, TimeoutException {
    try {
      Object ignored =
          CompletableFuture.anyOf(futures).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      // whoever asks for the answer meets it
    }
  }
}
