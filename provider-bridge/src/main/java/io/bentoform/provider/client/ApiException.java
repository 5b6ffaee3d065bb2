package io.bentoform.provider.client;

import java.util.List;

/** A call that did not succeed. The message is for a user and holds no secret value. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What a caller can react to. */
  public enum Kind {
    NOT_FOUND,
    CONFLICT,
    /** The token is not accepted. */
    UNAUTHORIZED,
    /** The token is good, but its scopes do not reach. */
    FORBIDDEN,
    INVALID,
    RATE_LIMITED,
    /** No answer at all. */
    UNREACHABLE,
    /** Not even tried: the API is known to be away, or the user stops. */
    NOT_SENT,
    /** An answer that is not this API's. */
    FOREIGN_ANSWER,
    FAILED
  }

  /**
   * One thing that is wrong in a request.
   *
   * @param pointer JSON pointer into the request body, empty for the whole
   */
  public record Detail(String pointer, String code, String text) {}

  private final Kind kind;
  private final int status;
  private final String problem;
  private final transient List<Detail> details;

  public ApiException(Kind kind, String message) {
    this(kind, 0, message, "", List.of());
  }

  /**
   * A failure that was answered.
   *
   * @param status HTTP status, 0 when there was no answer
   * @param problem the API's word for it, such as {@code revision_moved}; empty when it gave none
   */
  public ApiException(Kind kind, int status, String message, String problem, List<Detail> details) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.problem = problem;
    this.details = List.copyOf(details);
  }

  public Kind kind() {
    return kind;
  }

  public int status() {
    return status;
  }

  public String problem() {
    return problem;
  }

  /** Whether the call may have been carried out although no good answer came. */
  public boolean isUnclear() {
    return kind == Kind.UNREACHABLE || kind == Kind.FAILED;
  }

  /** Whether the object that was meant is gone, be there another one of its name or not. */
  public boolean isGone() {
    return kind == Kind.NOT_FOUND || problem.equals("another_object");
  }

  public List<Detail> details() {
    return details;
  }

  /** The message as given to the constructor. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
