package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one attempt of a call.
 *
 * @param success the response; null after a failure
 * @param failure null after a success
 * @param retryAfter the time to wait before a retry, null when the call must not be retried
 * @param isTimeout whether the call timed out
 */
record Attempt(
    @Nullable JsonObject success,
    @Nullable ApiException failure,
    @Nullable Duration retryAfter,
    boolean isTimeout) {

  static Attempt succeeded(JsonObject body) {
    return new Attempt(body, null, null, false);
  }

  /** A failure that a retry cannot mend, or that must not be retried. */
  static Attempt failed(ApiException failure) {
    return new Attempt(null, failure, null, false);
  }

  /** A failure after which the call may be sent again. */
  static Attempt retried(ApiException failure, Duration after) {
    return new Attempt(null, failure, after, false);
  }

  static Attempt timedOut(ApiException failure) {
    return new Attempt(null, failure, null, true);
  }

  /**
   * The response.
   *
   * @throws ApiException after a failure
   */
  JsonObject result() {
    if (failure != null) {
      throw failure;
    }
    return success == null ? JsonObject.EMPTY : success;
  }

  /** The id of the request at the server; empty if there was a success, or if none was sent. */
  String requestId() {
    return failure == null ? "" : failure.requestId();
  }

  /** The same of an earlier request, unless this one has an id. */
  Attempt after(String earlierRequest) {
    return failure == null || earlierRequest.isEmpty() || !requestId().isEmpty()
        ? this
        : new Attempt(success, failure.of(earlierRequest), retryAfter, isTimeout);
  }

  /** Whether the API is unreachable or temporarily unavailable. */
  boolean isUnavailable() {
    return failure != null
        && (failure.kind() == ApiException.Kind.UNREACHABLE || isTransient(failure.status()));
  }

  boolean isLimited() {
    return failure != null && failure.kind() == ApiException.Kind.RATE_LIMITED;
  }

  /** Whether a status says that the same request may succeed soon. */
  static boolean isTransient(int status) {
    return status == 502 || status == 503 || status == 504;
  }
}
