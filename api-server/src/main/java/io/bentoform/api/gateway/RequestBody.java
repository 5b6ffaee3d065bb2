package io.bentoform.api.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * The body of a client's request, which is not read before a replica takes it. Over HTTP/2 the head
 * does not say whether there is one, so the first event is awaited there.
 */
final class RequestBody {
  private final HttpServerRequest request;
  private final long length;
  private boolean ended;
  private @Nullable Buffer first;

  private RequestBody(HttpServerRequest request, long length) {
    this.request = request;
    this.length = length;
  }

  static RequestBody of(HttpServerRequest request) {
    RequestBody body = new RequestBody(request, announced(request));
    if (body.mayBeEmpty()) {
      request.endHandler(end -> body.ended = true);
      request.handler(
          part -> {
            body.first = part;
            request.pause();
          });
    } else {
      request.pause();
    }
    return body;
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader("content-length");
    if (length != null) {
      return Long.parseLong(length);
    }
    boolean none =
        request.version() != HttpVersion.HTTP_2 && !request.headers().contains("transfer-encoding");
    return none ? 0 : Transfer.UNKNOWN_LENGTH;
  }

  /** Whether the next event tells if there is a body. */
  boolean mayBeEmpty() {
    return request.version() == HttpVersion.HTTP_2 && length == Transfer.UNKNOWN_LENGTH;
  }

  /** In bytes, or {@link Transfer#UNKNOWN_LENGTH}. */
  long length() {
    return ended ? 0 : length;
  }

  /** The part that was read to see whether there is one. */
  @Nullable Buffer first() {
    return first;
  }
}
