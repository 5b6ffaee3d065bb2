package io.bentoform.provider.resource;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Waits for what an API does after it has answered: asks with growing pauses until there is a
 * result, until a timeout or until the run is interrupted.
 */
public final class Waiting {

  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Why a wait ended without a result. */
  public enum End {
    TIMED_OUT,
    INTERRUPTED
  }

  /** The result of a wait; empty when it ended before there was one. */
  public record Result<T>(Optional<T> value, End otherwise) {}

  private final Duration limit;
  private final Cancellation cancellation;

  /**
   * Creates a wait.
   *
   * @param limit how long to wait at most
   */
  public Waiting(Duration limit, Cancellation cancellation) {
    this.limit = limit;
    this.cancellation = cancellation;
  }

  /**
   * Waits.
   *
   * @param attempt returns the result as soon as there is one
   */
  public <T> Result<T> until(Supplier<Optional<T>> attempt) {
    long start = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    while (true) {
      Optional<T> result = attempt.get();
      if (result.isPresent()) {
        return new Result<>(result, End.TIMED_OUT);
      }
      if (System.nanoTime() - start > limit.toNanos()) {
        return new Result<>(result, End.TIMED_OUT);
      }
      if (cancellation.stoppedWithin(pause)) {
        return new Result<>(result, End.INTERRUPTED);
      }
      Duration longer = pause.multipliedBy(3).dividedBy(2);
      pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }
  }
}
