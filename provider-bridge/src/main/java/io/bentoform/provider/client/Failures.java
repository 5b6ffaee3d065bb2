package io.bentoform.provider.client;

import io.bentoform.provider.client.ApiException.Detail;
import io.bentoform.provider.client.ApiException.Kind;
import io.bentoform.provider.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts unsuccessful responses to exceptions with a message for the user. */
final class Failures {

  private static final String PROBLEM_PREFIX = "urn:bentoform:problem:";

  private static final String CHECK_TOKEN =
      "Check \"api_token\" of the provider, or log in with \"bentoml cloud login\".";

  private Failures() {}

  /**
   * The token of a call was not accepted (status 401).
   *
   * @param before whether it was accepted earlier in this run
   */
  static ApiException tokenRejected(URI endpoint, boolean before) {
    return rejected(
        endpoint,
        401,
        before
            ? "It was accepted earlier in this run, so it has expired or was deleted meanwhile. What"
                + " was done until then is stored in the state. Run the same command again with"
                + " another token."
            : CHECK_TOKEN);
  }

  private static ApiException rejected(URI endpoint, int status, String advice) {
    return new ApiException(
        Kind.UNAUTHORIZED,
        status,
        "The control API at "
            + endpoint
            + " rejected the API token (status "
            + status
            + "). "
            + advice,
        "",
        List.of());
  }

  static ApiException notJson(URI endpoint, Call call, int status) {
    return new ApiException(
        Kind.UNEXPECTED_RESPONSE,
        status,
        "The server at "
            + endpoint
            + " is not the control API: "
            + call
            + " returned status "
            + status
            + " without JSON (possibly a web page). Check the \"endpoint\" of the provider: it is"
            + " the address without \"/api\".",
        "",
        List.of());
  }

  /**
   * A TLS connection was not made: the certificate is of nobody who is trusted, or another name.
   */
  static ApiException notTrusted(URI endpoint, Throwable failure) {
    Throwable reason = failure;
    while (reason.getCause() != null) {
      reason = reason.getCause();
    }
    return new ApiException(
        Kind.UNREACHABLE,
        "The certificate of the control API at "
            + endpoint
            + " cannot be verified ("
            + reason.getMessage()
            + "). If it is self-signed, or of an authority that this machine does not know, set the"
            + " environment variable "
            + TrustedCertificates.VARIABLE
            + " to a PEM file with that certificate.");
  }

  /**
   * Converts a failure response.
   *
   * @param body null when the response is not JSON
   * @param blank whether the response has no body
   */
  static ApiException of(
      URI endpoint, Call call, int status, @Nullable JsonObject body, boolean blank) {
    Kind kind = kind(status);
    if (status == 403 && body != null) {
      // The API's message names the required scope.
      return new ApiException(
          Kind.FORBIDDEN,
          status,
          "The control API at "
              + endpoint
              + " denied this request to the API token (status 403): "
              + text(call, body),
          "",
          List.of());
    }
    if (kind == Kind.UNAUTHORIZED) {
      return rejected(endpoint, status, CHECK_TOKEN);
    }
    if (body == null && !blank) {
      return status >= 500
          ? new ApiException(
              kind, status, said(endpoint, call, status, "no details"), "", List.of())
          : notJson(endpoint, call, status);
    }
    JsonObject known = body == null ? JsonObject.EMPTY : body;
    List<Detail> details = details(call, known);
    String type = known.text("type", "");
    String problem = type.startsWith(PROBLEM_PREFIX) ? type.substring(PROBLEM_PREFIX.length()) : "";
    // Objects of a deleted cluster no longer exist.
    Kind told = problem.equals("unknown_cluster") ? Kind.NOT_FOUND : kind;
    return new ApiException(
        told, status, said(endpoint, call, status, text(call, known)), problem, details);
  }

  private static Kind kind(int status) {
    return switch (status) {
      case 401, 403 -> Kind.UNAUTHORIZED;
      case 404 -> Kind.NOT_FOUND;
      case 409 -> Kind.CONFLICT;
      case 400, 413, 415, 422 -> Kind.INVALID;
      case 429 -> Kind.RATE_LIMITED;
      default -> status >= 300 && status < 400 ? Kind.UNEXPECTED_RESPONSE : Kind.FAILED;
    };
  }

  private static String said(URI endpoint, Call call, int status, String text) {
    return "The control API at " + endpoint + " returned " + status + " for " + call + ": " + text;
  }

  private static String text(Call call, JsonObject body) {
    // BentoCloud returns {"error"} or {"message"}, Bentoform a problem body (RFC 9457).
    for (String member : List.of("detail", "title", "error", "message")) {
      String text = body.text(member);
      if (text != null && !text.isEmpty()) {
        return safe(call, text);
      }
    }
    return "no details";
  }

  private static List<Detail> details(Call call, JsonObject body) {
    List<Detail> details = new ArrayList<>();
    for (JsonObject each : body.objects("errors")) {
      details.add(
          new Detail(
              each.text("pointer", ""),
              each.text("code", ""),
              safe(call, each.text("detail", each.text("code", "invalid value")))));
    }
    return details;
  }

  /** Withholds a message that contains a hidden value of the request. */
  private static String safe(Call call, String text) {
    return Redaction.of(text, call.hidden());
  }
}
