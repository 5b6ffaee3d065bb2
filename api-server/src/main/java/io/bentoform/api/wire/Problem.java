package io.bentoform.api.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error (RFC 9457).
 *
 * @param type a URN that names the kind of problem
 * @param errors what is wrong where; may be empty
 * @param requestId of the request that is answered; null until it is
 */
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    List<Violation> errors,
    @Nullable String requestId) {

  /** The same as the answer to a request. */
  public Problem to(String request) {
    return new Problem(type, title, status, detail, errors, request);
  }
}
