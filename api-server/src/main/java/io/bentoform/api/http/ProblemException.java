package io.bentoform.api.http;

import io.bentoform.api.wire.Problem;
import io.bentoform.api.wire.Violation;
import java.util.List;

/** A request that is answered with a {@link Problem}. Its text never holds a secret's value. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  private ProblemException(
      int status, String code, String title, String detail, List<Violation> errors) {
    super(title + ": " + detail, null, false, false);
    this.problem =
        new Problem(
            "urn:bentoform:problem:" + code, title, status, detail, List.copyOf(errors), null);
  }

  public Problem problem() {
    return problem;
  }

  public static ProblemException badRequest(String code, String detail) {
    return new ProblemException(400, code, "Bad request", detail, List.of());
  }

  public static ProblemException unauthorized(String detail) {
    return new ProblemException(401, "unauthorized", "Unauthorized", detail, List.of());
  }

  /** The caller is known and may not do this. */
  public static ProblemException forbidden(String code, String detail) {
    return new ProblemException(403, code, "Forbidden", detail, List.of());
  }

  public static ProblemException notFound(String detail) {
    return new ProblemException(404, "not_found", "Not found", detail, List.of());
  }

  /** No route takes this method and path. */
  public static ProblemException noRoute(String methodAndPath) {
    return new ProblemException(
        404,
        "no_route",
        "Not found",
        "There is no route " + methodAndPath + ". See GET /openapi for all routes.",
        List.of());
  }

  public static ProblemException conflict(String code, String detail) {
    return new ProblemException(409, code, "Conflict", detail, List.of());
  }

  public static ProblemException conflict(String code, String detail, List<Violation> errors) {
    return new ProblemException(409, code, "Conflict", detail, errors);
  }

  public static ProblemException lengthRequired(String detail) {
    return new ProblemException(411, "length_required", "Length required", detail, List.of());
  }

  public static ProblemException tooLarge(String detail) {
    return new ProblemException(413, "too_large", "Content too large", detail, List.of());
  }

  public static ProblemException unsupportedMediaType(String detail) {
    return new ProblemException(
        415, "unsupported_media_type", "Unsupported media type", detail, List.of());
  }

  public static ProblemException tooManyRequests(String detail) {
    return new ProblemException(429, "too_many_requests", "Too many requests", detail, List.of());
  }

  public static ProblemException unavailable(String detail) {
    return new ProblemException(503, "unavailable", "Service unavailable", detail, List.of());
  }

  public static ProblemException insufficientStorage(String detail) {
    return new ProblemException(
        507, "insufficient_storage", "Insufficient storage", detail, List.of());
  }

  public static ProblemException internal(RequestId request) {
    return new ProblemException(
        500,
        "internal",
        "Internal server error",
        "The server failed. Its log has more under the request id " + request + ".",
        List.of());
  }

  /** The content of a well-formed request is wrong. */
  public static ProblemException invalid(List<Violation> errors) {
    String detail =
        errors.size() == 1
            ? errors.getFirst().detail()
            : errors.getFirst().detail() + " (and " + (errors.size() - 1) + " more)";
    return new ProblemException(422, "invalid", "Invalid content", detail, errors);
  }
}
