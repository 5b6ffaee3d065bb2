package io.bentoform.api.http;

import io.helidon.webserver.http.ServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * What the writer has seen of an object: a change of anything else is refused.
 *
 * @param uid null when any object of the name will do; one that was deleted and made again has
 *     another
 * @param revision null when any will do
 */
public record Expectation(@Nullable String uid, @Nullable Integer revision) {

  /** The query parameters {@code expected_uid} and {@code expected_revision} of a deletion. */
  public static Expectation of(ServerRequest request) {
    int revision = QueryParameters.number(request, "expected_revision", 0, 1, Integer.MAX_VALUE);
    return new Expectation(
        QueryParameters.text(request, "expected_uid").orElse(null),
        revision == 0 ? null : (Integer) revision);
  }

  /**
   * Compares it with the object, inside the transaction that is to change it.
   *
   * @param what the object in words, such as {@code secret hf}
   * @throws ProblemException 409 {@code another_object} or {@code revision_moved}
   */
  public void require(String what, String presentUid, int presentRevision) {
    if (uid != null && !uid.equals(presentUid)) {
      throw ProblemException.conflict(
          "another_object",
          "The "
              + what
              + " is not the one that was meant: that one was deleted, and another one bears its"
              + " name. Nothing was changed.");
    }
    if (revision != null && revision != presentRevision) {
      throw ProblemException.conflict(
          "revision_moved",
          "The "
              + what
              + " is at revision "
              + presentRevision
              + " by now, and nothing was written. Look at the change, then try again.");
    }
  }
}
