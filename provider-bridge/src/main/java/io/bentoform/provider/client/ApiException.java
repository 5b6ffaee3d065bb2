package io.bentoform.provider.client;

import java.util.List;

/** A failed call. The message is shown to the user and contains no secret value. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The kind of failure, for callers that handle it. */
  public enum Kind {
    NOT_FOUND,
    CONFLICT,
    /** The token is not accepted. */
    UNAUTHORIZED,
    /** The token is valid but lacks a required scope. */
    FORBIDDEN,
    INVALID,
    RATE_LIMITED,
    /** No response was received. */
    UNREACHABLE,
    /** The call was not sent: the API is known to be unavailable, or the run was interrupted. */
    NOT_SENT,
    /** The response is not one of this API. */
    UNEXPECTED_RESPONSE,
    FAILED
  }

  /**
   * A problem with a request.
   *
   * @param pointer JSON pointer into the request body, empty for the whole body
   */
  public record Detail(String pointer, String code, String text) {}

  private final Kind kind;
  private final int status;
  private final String problem;
  private final transient List<Detail> details;
  private final String requestId;

  public ApiException(Kind kind, String message) {
    this(kind, 0, message, "", List.of());
  }

  /**
   * A failure with the details of the response.
   *
   * @param status HTTP status, 0 when there was no response
   * @param problem the problem type of the API, such as {@code revision_moved}; empty when there is
   *     none
   */
  public ApiException(Kind kind, int status, String message, String problem, List<Detail> details) {
    this(kind, status, message, problem, details, "");
  }

  private ApiException(
      Kind kind,
      int status,
      String message,
      String problem,
      List<Detail> details,
      String requestId) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.problem = problem;
    this.details = List.copyOf(details);
    this.requestId = requestId;
  }

  /** The same failure, of a request with this id. */
  ApiException of(String id) {
    return new ApiException(kind, status, String.valueOf(getMessage()), problem, details, id);
  }

  /** The id of the request in the log and the audit of the server; empty if none was sent. */
  public String requestId() {
    return requestId;
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

  /** Whether the call may have taken effect although it failed. */
  public boolean mayHaveTakenEffect() {
    return kind == Kind.UNREACHABLE || kind == Kind.FAILED;
  }

  /** Whether the object no longer exists, even if another object has its name now. */
  public boolean isGone() {
    return kind == Kind.NOT_FOUND || problem.equals("another_object");
  }

  public List<Detail> details() {
    return details;
  }

  /** The message for the user, which names the request. */
  public String text() {
    return text(String.valueOf(getMessage()));
  }

  /** A text about this failure, with the id of the request, by which the server's log has more. */
  public String text(String about) {
    return requestId.isEmpty() ? about : about + " (Request id: " + requestId + ")";
  }
}
