package io.bentoform.api.http;

import io.helidon.webserver.http.ServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * The uid and revision that a writer expects: a change of another object is rejected.
 *
 * @param uid null for any; an object that was deleted and created again has another one
 * @param revision null for any
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
    require(what, presentUid);
    if (revision != null && revision != presentRevision) {
      throw ProblemException.conflict(
          "revision_moved",
          "The "
              + what
              + " is at revision "
              + presentRevision
              + " now, and nothing was written. Review the change, then try again.");
    }
  }

  /** The same for an object without revisions. */
  public void require(String what, String presentUid) {
    if (uid != null && !uid.equals(presentUid)) {
      throw ProblemException.conflict(
          "another_object",
          "The "
              + what
              + " is not the expected one: that was deleted, and another one has its name."
              + " Nothing was changed.");
    }
  }
}
