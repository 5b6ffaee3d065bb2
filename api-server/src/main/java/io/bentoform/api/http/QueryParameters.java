package io.bentoform.api.http;

import io.helidon.common.uri.UriQuery;
import io.helidon.webserver.http.ServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Query parameters. The client sends a parameter that it has no value for as an empty one, so empty
 * means absent, for numbers and flags too (contract 1).
 */
public final class QueryParameters {
  private static final Pattern MALFORMED = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private QueryParameters() {}

  public static Optional<String> text(ServerRequest request, String name) {
    UriQuery query = request.query();
    // The web server takes a percent sign without two digits behind it for itself.
    if (MALFORMED.matcher(query.rawValue()).find()) {
      throw ProblemException.badRequest(
          "bad_parameter", "The query is not percent-encoded: % must be written as %25.");
    }
    return query.all(name, List::of).stream().findFirst().filter(text -> !text.isEmpty());
  }

  public static boolean flag(ServerRequest request, String name) {
    return text(request, name).map(Boolean::parseBoolean).orElse(false);
  }

  /** Whether a list of all clusters is asked for; one that names a cluster means that one. */
  public static boolean allClusters(ServerRequest request) {
    return flag(request, "all") && cluster(request).isEmpty();
  }

  /** A number within a range, or 400. */
  public static int number(ServerRequest request, String name, int absent, int least, int most) {
    Optional<String> text = text(request, name);
    if (text.isEmpty()) {
      return absent;
    }
    try {
      int number = Integer.parseInt(text.get());
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Answered below.
    }
    throw ProblemException.badRequest(
        "bad_parameter",
        "The query parameter "
            + name
            + " must be a whole number from "
            + least
            + " to "
            + most
            + ".");
  }

  /** The cluster that a request names, or nothing for the default one. */
  public static Optional<String> cluster(ServerRequest request) {
    return text(request, "cluster");
  }
}
