package io.bentoform.api.wire;

import io.bentoform.api.db.DatabaseUnavailableException;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpMediaType;
import io.helidon.http.HttpPrologue;
import io.helidon.http.NotFoundException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The one mapper from failures to problem bodies; for the command line, which shows them to people,
 * to their sentences alone.
 */
public final class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class.getName());
  private static final HttpMediaType PROBLEM_JSON =
      HttpMediaType.create("application/problem+json");
  private static final HttpMediaType PLAIN_TEXT = HttpMediaType.create("text/plain; charset=utf-8");

  /** A header that the command line alone sends (contract 1). */
  private static final HeaderName COMMAND_LINE = HeaderNames.create("X-Bentoml-Version");

  private Problems() {}

  public static void register(HttpRouting.Builder routing) {
    routing.error(
        ProblemException.class, (request, response, e) -> send(request, response, e.problem()));
    routing.error(Throwable.class, Problems::unexpected);
  }

  private static void unexpected(ServerRequest request, ServerResponse response, Throwable e) {
    HttpPrologue prologue = request.prologue();
    if (e instanceof DatabaseUnavailableException) {
      LOG.log(Level.SEVERE, "The database gives no connection", e);
      send(
          request,
          response,
          ProblemException.unavailable("The database is not reachable. Try again.").problem());
    } else if (e instanceof NotFoundException) {
      send(
          request,
          response,
          ProblemException.noRoute(prologue.method() + " " + prologue.uriPath().path()).problem());
    } else if (e instanceof RequestException known) {
      send(
          request,
          response,
          ProblemException.badRequest("bad_request", reason(known.status())).problem());
    } else if (e instanceof DataReader.InsufficientDataAvailableException) {
      send(
          request,
          response,
          ProblemException.badRequest("incomplete", "The body ended before all of it came.")
              .problem());
    } else if (e instanceof UncheckedIOException broken) {
      // The peer is gone: there is no one to answer.
      LOG.log(Level.FINE, "A connection broke", e);
      throw broken;
    } else {
      String reference = UUID.randomUUID().toString();
      LOG.log(
          Level.SEVERE,
          reference + " " + prologue.method() + " " + prologue.uriPath().path() + " failed",
          e);
      response.header(HeaderNames.create("x-trace-id"), reference);
      send(request, response, ProblemException.internal(reference).problem());
    }
  }

  private static String reason(Status status) {
    return "The request cannot be understood (" + status.reasonPhrase() + ").";
  }

  /**
   * Refuses a request of which the body is not read: the connection ends after the answer, for what
   * is left of the body would be taken for the next request.
   */
  public static void sendLast(ServerRequest request, ServerResponse response, Problem problem) {
    response.header(HeaderValues.CONNECTION_CLOSE);
    send(request, response, problem);
  }

  private static void send(ServerRequest request, ServerResponse response, Problem problem) {
    response.status(problem.status());
    if (problem.status() == 429 || problem.status() == 503) {
      response.header(HeaderNames.RETRY_AFTER, "1");
    }
    boolean shown = request.headers().contains(COMMAND_LINE);
    response.headers().contentType(shown ? PLAIN_TEXT : PROBLEM_JSON);
    String body = shown ? sentences(problem) : Json.write(problem);
    response.send(body.getBytes(StandardCharsets.UTF_8));
  }

  /** The real command line prints the body of an error as it is (contract 1.1). */
  private static String sentences(Problem problem) {
    return problem.errors().isEmpty()
        ? problem.detail()
        : problem.errors().stream().map(Violation::detail).collect(Collectors.joining(" "));
  }
}
