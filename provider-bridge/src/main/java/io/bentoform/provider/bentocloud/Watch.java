package io.bentoform.provider.bentocloud;

import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.ObjectClient;
import io.bentoform.provider.client.ObjectRecord;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.Waiting;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads an object again and again, for what happens to it. An instance is used for one wait. */
public final class Watch<R extends ObjectRecord> {

  /** How long to tolerate an unavailable API. */
  private static final Duration MAX_OUTAGE = Duration.ofSeconds(30);

  private final ObjectClient<R> client;
  private final ObjectId id;
  private final @Nullable String uid;
  private final Cancellation cancellation;
  private @Nullable R last;
  private boolean judged;
  private long answered = System.nanoTime();

  /**
   * Watches an object.
   *
   * @param uid of the object, null to accept any of the name
   * @param judged what was read before and is judged already, null for nothing
   */
  public Watch(
      ObjectClient<R> client,
      ObjectId id,
      @Nullable String uid,
      @Nullable R judged,
      Cancellation cancellation) {
    this.client = client;
    this.id = id;
    this.uid = uid;
    this.last = judged;
    this.judged = judged != null;
    this.cancellation = cancellation;
  }

  /**
   * Waits.
   *
   * @param judge returns the result, once what it is given shows it: the object, or nothing when it
   *     is gone
   * @param otherwise makes the result when the wait ends before, of the reason as a sentence
   */
  public <T> T until(
      Duration limit, Function<Optional<R>, Optional<T>> judge, Function<String, T> otherwise) {
    Waiting.Result<T> result = new Waiting(limit, cancellation).until(() -> look(judge));
    String why =
        result.otherwise() == Waiting.End.INTERRUPTED
            ? "The wait was interrupted."
            : "It took longer than " + limit.toSeconds() + " s.";
    return result.value().orElseGet(() -> otherwise.apply(why));
  }

  /** What was read last; null if nothing was. */
  public @Nullable R last() {
    return last;
  }

  private <T> Optional<T> look(Function<Optional<R>, Optional<T>> judge) {
    if (judged) {
      judged = false;
      return Optional.empty();
    }
    Optional<R> seen;
    try {
      seen =
          client
              .find(id.cluster(), id.name())
              .filter(each -> !Origin.areDifferent(uid, each.origin().uid()));
    } catch (ApiException e) {
      boolean tolerated = isTransient(e) && System.nanoTime() - answered <= MAX_OUTAGE.toNanos();
      if (tolerated || cancellation.isStopped()) {
        return Optional.empty();
      }
      throw e;
    }
    answered = System.nanoTime();
    last = seen.orElse(last);
    return judge.apply(seen);
  }

  private static boolean isTransient(ApiException e) {
    return e.kind() == ApiException.Kind.UNREACHABLE
        || e.kind() == ApiException.Kind.NOT_SENT
        || e.kind() == ApiException.Kind.FAILED;
  }
}
