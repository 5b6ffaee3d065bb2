package io.bentoform.api.gateway;

import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.atomic.AtomicLong;

/** What the gateway says itself, and how it ends a request that was not read in full. */
final class Answers {
  private static final int LINGER_MS = 500;
  private static final int LINGER_BYTES = 1 << 20;
  private static final String RETRY_AFTER = "1";
  private static final String WAITING_PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="refresh" content="2">
      <title>Starting</title>
      </head>
      <body>
      <p>This deployment is starting. The page reloads by itself.</p>
      </body>
      </html>
      """;

  private Answers() {}

  static void refuse(Vertx vertx, HttpServerRequest request, Refusal refusal) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(refusal.status());
    if (refusal.again()) {
      response.putHeader("Retry-After", RETRY_AFTER);
    }
    if (refusal == Refusal.UNAUTHORIZED) {
      response.putHeader("WWW-Authenticate", "Bearer");
    }
    boolean close = refusal == Refusal.MALFORMED || refusal == Refusal.STALLED;
    if (close && request.version() != HttpVersion.HTTP_2) {
      response.putHeader("Connection", "close");
    }
    response.putHeader("Content-Type", "text/plain; charset=utf-8");
    response.end(Buffer.buffer(refusal.text() + "\n"));
    settle(vertx, request, close);
  }

  static void text(HttpServerRequest request, String text) {
    request
        .response()
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(Buffer.buffer(text + "\n"));
    drain(request);
  }

  /** Reads to the end of a request whose body nobody needs; over HTTP/2 it may have ended. */
  static void drain(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.resume();
    }
  }

  /** For a browser, which then asks again by itself. */
  static void waitingPage(Vertx vertx, HttpServerRequest request) {
    request
        .response()
        .setStatusCode(Refusal.NO_REPLICA.status())
        .putHeader("Retry-After", RETRY_AFTER)
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Type", "text/html; charset=utf-8")
        .end(Buffer.buffer(WAITING_PAGE));
    settle(vertx, request, false);
  }

  /**
   * Drops what is still to come of a request that has its answer. For a moment only, then the
   * connection is closed; not at once, since closing with unread input would reset the connection,
   * and the client might not see the answer.
   *
   * @param close whether the connection is closed in any case
   */
  static void settle(Vertx vertx, HttpServerRequest request, boolean close) {
    if (request.isEnded()) {
      if (close) {
        closeLater(vertx, request);
      }
      return;
    }
    AtomicLong left = new AtomicLong(LINGER_BYTES);
    request.handler(
        part -> {
          if (left.addAndGet(-part.length()) < 0) {
            stop(request);
          }
        });
    request.endHandler(end -> {});
    request.resume();
    if (close || !request.isEnded()) {
      vertx.setTimer(
          LINGER_MS,
          timer -> {
            if (close || !request.isEnded()) {
              stop(request);
            }
          });
    }
  }

  private static void closeLater(Vertx vertx, HttpServerRequest request) {
    vertx.setTimer(LINGER_MS, timer -> stop(request));
  }

  /** Takes no more of a request whose answer is complete (RFC 9113, section 8.1: NO_ERROR). */
  private static void stop(HttpServerRequest request) {
    end(request, Http2Error.NO_ERROR);
  }

  /** Ends an answer that is not complete, so that its client cannot take it for the whole. */
  static void breakOff(HttpServerRequest request) {
    end(request, Http2Error.INTERNAL_ERROR);
  }

  private static void end(HttpServerRequest request, Http2Error reason) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset(reason.code());
    } else {
      request.connection().close();
    }
  }
}
