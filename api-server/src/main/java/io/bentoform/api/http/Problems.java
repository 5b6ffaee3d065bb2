package io.bentoform.api.http;

import io.bentoform.api.db.Database;
import io.bentoform.api.db.DatabaseUnavailableException;
import io.bentoform.api.wire.Problem;
import io.bentoform.api.wire.Violation;
import io.helidon.common.buffers.DataReader;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpException;
import io.helidon.http.HttpMediaType;
import io.helidon.http.HttpPrologue;
import io.helidon.http.NotFoundException;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Maps failures to problem bodies; for the command line, which prints them, only to their
 * sentences.
 */
public final class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class.getName());
  private static final HttpMediaType PROBLEM_JSON =
      HttpMediaType.create("application/problem+json");
  private static final HttpMediaType PLAIN_TEXT = HttpMediaType.create("text/plain; charset=utf-8");

  /** A header that only the command line sends (contract 1). */
  private static final HeaderName COMMAND_LINE = HeaderNames.create("X-Bentoml-Version");

  /** What the command line shows of a failure of the server (contract 1.1). */
  private static final HeaderName COMMAND_LINE_ID = HeaderNames.create("x-trace-id");

  /** How much of the body of a rejected request is still read. */
  private static final long MAX_REST = 256L << 20;

  /** How long a client that still sends can read the response before the connection is reset. */
  private static final Duration LINGER = Duration.ofMillis(200);

  private Problems() {}

  /** Must come before all other filters and routes. */
  public static void register(HttpRouting.Builder routing) {
    routing.addFilter(RequestId::assign);
    routing.addFilter(Problems::filter);
    routing.error(
        ProblemException.class, (request, response, e) -> send(request, response, e.problem()));
    routing.error(Throwable.class, Problems::unexpected);
  }

  private static void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    request.streamFilter(PeerGoneException::reading);
    try {
      chain.proceed();
    } catch (ProblemException e) {
      refuse(request, response, e);
    } catch (CloseConnectionException e) {
      throw e;
    } catch (RuntimeException e) {
      unexpected(request, response, e);
    }
    if (response.hasEntity() && !response.isSent()) {
      // The web server goes on to the next request then, and the client waits for the rest.
      LOG.warning(name(request) + " ends in the middle of its answer");
      throw new CloseConnectionException("The answer cannot be finished");
    }
    // The web server itself sends this header without acting on it.
    if (response.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      if (!request.content().consumed()) {
        linger();
      }
      throw new CloseConnectionException("The request was refused with its body unread");
    }
  }

  private static void refuse(RoutingRequest request, RoutingResponse response, ProblemException e) {
    if (hasBegun(response)) {
      LOG.log(Level.WARNING, name(request) + " breaks off: " + e.problem().detail());
      throw new CloseConnectionException("The answer cannot be finished", e);
    }
    send(request, response, e.problem());
  }

  private static void linger() {
    try {
      Thread.sleep(LINGER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void unexpected(ServerRequest request, ServerResponse response, Throwable e) {
    Optional<ProblemException> known = known(request, e);
    if (known.isPresent()) {
      send(request, response, known.get().problem());
    } else if (e instanceof HttpException http && isNoFailure(http)) {
      response.status(http.status()).send();
    } else if (e instanceof PeerGoneException || isOfAnswer(response, e)) {
      LOG.log(Level.FINE, name(request) + " lost its connection", e);
      throw new CloseConnectionException("The peer is gone", e);
    } else {
      LOG.log(Level.SEVERE, name(request) + " failed", e);
      if (hasBegun(response)) {
        // More output would look like the rest of the response.
        throw new CloseConnectionException("The answer cannot be finished", e);
      }
      response.header(COMMAND_LINE_ID, RequestId.of(request).text());
      send(request, response, ProblemException.internal(RequestId.of(request)).problem());
    }
  }

  /** How the log names a request: by its id, method and path. */
  private static String name(ServerRequest request) {
    HttpPrologue prologue = request.prologue();
    return RequestId.of(request) + " " + prologue.method() + " " + prologue.uriPath().path();
  }

  /** Static content says so that the browser has it already. */
  private static boolean isNoFailure(HttpException e) {
    return e.status().family() == Status.Family.REDIRECTION;
  }

  /** The web server itself writes the answer: our own files fail with a checked exception there. */
  private static boolean isOfAnswer(ServerResponse response, Throwable e) {
    return e instanceof UncheckedIOException && hasBegun(response);
  }

  private static boolean hasBegun(ServerResponse response) {
    return response instanceof RoutingResponse routed && routed.hasEntity();
  }

  /** The problem of a failure that no feature maps. */
  private static Optional<ProblemException> known(ServerRequest request, Throwable e) {
    if (e instanceof DatabaseUnavailableException) {
      LOG.log(Level.SEVERE, name(request) + " cannot reach the database", e);
      return Optional.of(ProblemException.unavailable("The database is not reachable. Try again."));
    } else if (Database.isWithoutParent(e, "cluster")) {
      return Optional.of(
          ProblemException.badRequest(
              "unknown_cluster", "The cluster was deleted while an object was created in it."));
    } else if (e instanceof NotFoundException) {
      HttpPrologue prologue = request.prologue();
      return Optional.of(
          ProblemException.noRoute(prologue.method() + " " + prologue.uriPath().path()));
    } else if (e instanceof RequestException known) {
      return Optional.of(ProblemException.badRequest("bad_request", reason(known.status())));
    } else if (e instanceof DataReader.InsufficientDataAvailableException) {
      return Optional.of(ProblemException.badRequest("incomplete", "The body ended early."));
    }
    return Optional.empty();
  }

  private static String reason(Status status) {
    return "The request cannot be understood (" + status.reasonPhrase() + ").";
  }

  /**
   * Rejects a request without reading its body: the connection is closed, because the rest of the
   * body would be read as the next request.
   */
  public static void sendLast(ServerRequest request, ServerResponse response, Problem problem) {
    if (!isHttp2(request)) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    answer(request, response, problem);
  }

  /** The rest of a body that the route did not read is skipped or cut off. */
  private static void send(ServerRequest request, ServerResponse response, Problem problem) {
    // Of HTTP/2, the web server itself takes the rest: the connection serves other requests too.
    if (request.content().consumed() || !mayHaveBody(request) || isHttp2(request)) {
      answer(request, response, problem);
    } else {
      sendLast(request, response, problem);
      takeSmallRest(request);
    }
  }

  private static boolean isHttp2(ServerRequest request) {
    return request.prologue().protocolVersion().startsWith("2");
  }

  private static boolean mayHaveBody(ServerRequest request) {
    return request.content().hasEntity()
        || request.headers().contains(HeaderNames.TRANSFER_ENCODING);
  }

  /** Lets a client with a body of usual size read the response before the connection closes. */
  private static void takeSmallRest(ServerRequest request) {
    boolean small =
        request.headers().contentLength().orElse(Long.MAX_VALUE) <= MAX_REST
            && !request.headers().contains(HeaderNames.TRANSFER_ENCODING);
    // A client that asked first has its answer, and sends nothing.
    if (small && !request.headers().contains(HeaderNames.EXPECT)) {
      try {
        InputStream rest = request.content().inputStream();
        StallGuard.copy(rest, OutputStream.nullOutputStream(), RequestBody.PATIENCE);
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.FINE, "The client of a rejected request disconnected", e);
      }
    }
  }

  private static void answer(ServerRequest request, ServerResponse response, Problem problem) {
    response.status(problem.status());
    if (problem.status() == 429 || problem.status() == 503) {
      response.header(HeaderNames.RETRY_AFTER, "1");
    }
    boolean shown = request.headers().contains(COMMAND_LINE);
    response.headers().contentType(shown ? PLAIN_TEXT : PROBLEM_JSON);
    String body = shown ? sentences(problem) : Json.write(problem.to(RequestId.of(request).text()));
    response.send(body.getBytes(StandardCharsets.UTF_8));
  }

  /** The real command line prints the body of an error as it is (contract 1.1). */
  private static String sentences(Problem problem) {
    return problem.errors().isEmpty()
        ? problem.detail()
        : problem.errors().stream().map(Violation::detail).collect(Collectors.joining(" "));
  }
}
