package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.validation.GoDuration;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends reads after {@code timeouts.read}, of the types that have it. */
public final class ReadLimit {

  private ReadLimit() {}

  /**
   * Reads within the timeout. Requests that others wait for too go on without this reader.
   *
   * @param object the stored state, or the configuration of a data source
   * @throws DiagnosticException when it takes longer, and as the read does
   */
  public static <T> T within(ObjectType type, Value.Fields object, Supplier<T> read) {
    if (!type.timeouts().limits().containsKey(Timeouts.Operation.READ)) {
      return read.get();
    }
    Duration limit = type.timeouts().of(Timeouts.Operation.READ, object);
    FutureTask<T> task = new FutureTask<>(read::get);
    Thread.ofVirtual().name("read").start(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new DiagnosticException(tooLong(type, limit));
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the read was interrupted", e);
    } catch (ExecutionException e) {
      throw rethrown(e.getCause());
    }
  }

  private static RuntimeException rethrown(@Nullable Throwable cause) {
    return switch (cause) {
      case RuntimeException failure -> failure;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(cause);
    };
  }

  private static Diagnostic tooLong(ObjectType type, Duration limit) {
    return Diagnostic.error(
        Path.of(Timeouts.NAME),
        "Reading " + type.typeName() + " takes too long",
        "It is not finished after "
            + GoDuration.format(limit)
            + ", and nothing was changed. Run the same command again, or allow more time with"
            + " timeouts.read.");
  }
}
