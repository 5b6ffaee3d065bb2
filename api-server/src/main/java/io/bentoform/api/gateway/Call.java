package io.bentoform.api.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetSocket;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request as it is sent to a replica, and what comes back. Used on one event loop. */
final class Call {
  // RFC 9110, 9.2.2
  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET,
          HttpMethod.HEAD,
          HttpMethod.PUT,
          HttpMethod.DELETE,
          HttpMethod.OPTIONS,
          HttpMethod.TRACE);
  private static final int SWITCHING_PROTOCOLS = 101;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  /** What a call tells of itself; after {@code failed}, {@code broken} and {@code done} nothing. */
  interface Events {
    /** The head of the response is there. */
    void answering();

    /**
     * There was no head.
     *
     * @param again whether the request may be sent to a replica once more
     */
    void failed(boolean again);

    /** The response ended early. */
    void broken();

    void done(int status);

    /** The client is expected to send or to read. */
    void clientTurn();

    /** The client has nothing to do now. */
    void replicaTurn();
  }

  private final HttpServerRequest request;
  private final RequestBody body;
  private final HttpClientRequest upstream;
  private final boolean reused;
  private final Events events;
  private @Nullable Transfer upload;
  private boolean headSent;
  private boolean bodyTaken;
  private boolean bodySent;
  private boolean answered;
  private boolean closeAtEnd;
  private boolean over;

  /**
   * @param reused whether the connection carried a request before, so that the replica may just
   *     have closed it
   */
  Call(
      HttpServerRequest request,
      RequestBody body,
      HttpClientRequest upstream,
      boolean reused,
      Events events) {
    this.request = request;
    this.body = body;
    this.upstream = upstream;
    this.reused = reused;
    this.events = events;
  }

  /** Sends the head at once and the body beside the response: either may come first. */
  void send(boolean hideAuthorization) {
    HeaderRules.pass(request, upstream.headers(), hideAuthorization);
    upstream.exceptionHandler(failure -> {});
    upstream.response().onComplete(this::answer, failure -> failed());
    if (HeaderRules.wantsWebSocket(request)) {
      upstream.headers().set("Connection", "Upgrade").set("Upgrade", "websocket");
      headSent = true;
      upstream.connect();
      return;
    }
    if (request.version() != HttpVersion.HTTP_1_0) {
      upstream.continueHandler(go -> request.response().writeContinue());
      upstream.earlyHintsHandler(hints -> request.response().writeEarlyHints(hints));
    }
    sendBody();
  }

  private void sendBody() {
    if (body.length() == 0) {
      headSent = true;
      bodySent = true;
      upstream.end();
      Answers.drain(request);
      return;
    }
    boolean unknown = body.length() == Transfer.UNKNOWN_LENGTH;
    upstream.setChunked(unknown);
    if (unknown || request.headers().contains("expect")) {
      headSent = true;
      upstream.sendHead();
    }
    Buffer first = body.first();
    if (first != null) {
      bodyTaken = true;
      upstream.write(first);
    }
    events.clientTurn();
    upload = new Transfer(request, upstream, body.length(), new UploadProgress());
    upload.start();
  }

  private final class UploadProgress implements Transfer.Progress {
    @Override
    public void moved() {
      headSent = true;
      bodyTaken = true;
      events.clientTurn();
    }

    @Override
    public void blocked() {
      events.replicaTurn();
    }

    @Override
    public void ending() {
      headSent = true;
      bodyTaken = true;
      bodySent = true;
      events.replicaTurn();
    }
  }

  private void failed() {
    if (!over && !answered) {
      over = true;
      stopUpload();
      if (!request.isEnded()) {
        // What comes meanwhile belongs to the next try.
        request.pause();
      }
      boolean untouched = !headSent && !bodyTaken;
      boolean stale = reused && !bodyTaken && IDEMPOTENT.contains(request.method());
      events.failed(untouched || stale);
    }
  }

  private void answer(HttpClientResponse response) {
    if (over) {
      return;
    }
    answered = true;
    events.answering();
    if (response.statusCode() == SWITCHING_PROTOCOLS) {
      switchProtocols(response);
    } else {
      relay(response);
    }
  }

  private void relay(HttpClientResponse response) {
    HttpServerResponse back = request.response();
    back.setStatusCode(response.statusCode());
    if (request.version() != HttpVersion.HTTP_2 && response.statusCode() != NOT_MODIFIED) {
      // With a text of its own, the library would take a 304 for a response with a body.
      back.setStatusMessage(response.statusMessage());
    }
    HeaderRules.passBack(response.headers(), back.headers());
    long length = responseLength(response);
    if (length == Transfer.UNKNOWN_LENGTH && request.version() == HttpVersion.HTTP_1_1) {
      back.setChunked(true);
    }
    if (length == Transfer.UNKNOWN_LENGTH && request.version() == HttpVersion.HTTP_1_0) {
      closeAtEnd = true;
      back.headersEndHandler(ready -> back.headers().set("Connection", "close"));
    }
    response.exceptionHandler(failure -> broken());
    new Transfer(response, back, length, new DownloadProgress(response)).start();
    if (length == Transfer.UNKNOWN_LENGTH && !over) {
      back.writeHead();
    }
  }

  /** Of the body that follows (RFC 9112, 6.3). */
  private long responseLength(HttpClientResponse response) {
    int status = response.statusCode();
    if (HttpMethod.HEAD.equals(request.method())
        || status == NO_CONTENT
        || status == NOT_MODIFIED) {
      return 0;
    }
    String length = response.getHeader("content-length");
    return length == null || response.headers().contains("transfer-encoding")
        ? Transfer.UNKNOWN_LENGTH
        : Long.parseLong(length);
  }

  private final class DownloadProgress implements Transfer.Progress {
    private final HttpClientResponse response;

    DownloadProgress(HttpClientResponse response) {
      this.response = response;
    }

    @Override
    public void moved() {
      if (bodySent) {
        events.replicaTurn();
      }
    }

    @Override
    public void blocked() {
      events.clientTurn();
    }

    @Override
    public void ending() {
      if (!response.trailers().isEmpty()) {
        request.response().trailers().addAll(response.trailers());
      }
    }

    @Override
    public void ended() {
      finish(response.statusCode());
    }
  }

  private void finish(int status) {
    over = true;
    stopUpload();
    if (!bodySent) {
      upstream.reset();
    }
    events.done(status);
    if (closeAtEnd) {
      request.connection().close();
    }
  }

  private void broken() {
    if (!over) {
      over = true;
      stopUpload();
      events.broken();
    }
  }

  private void switchProtocols(HttpClientResponse response) {
    HttpServerResponse back = request.response();
    back.setStatusCode(SWITCHING_PROTOCOLS);
    HeaderRules.passBack(response.headers(), back.headers());
    back.putHeader("Connection", "Upgrade").putHeader("Upgrade", "websocket");
    NetSocket replica = response.netSocket();
    replica.pause();
    request
        .toNetSocket()
        .onComplete(
            client -> new Tunnel(client, replica, () -> events.done(SWITCHING_PROTOCOLS)).start(),
            failure -> {
              replica.close();
              broken();
            });
    request.resume();
  }

  boolean isOver() {
    return over;
  }

  /** The client has left, or it takes too long: the replica need not go on. */
  void cancel() {
    over = true;
    stopUpload();
    upstream.reset();
  }

  private void stopUpload() {
    if (upload != null) {
      upload.stop();
    }
  }
}
