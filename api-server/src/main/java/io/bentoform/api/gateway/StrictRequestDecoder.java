package io.bentoform.api.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;

/**
 * The decoder of the library, which repairs two ambiguities that are refused here: both lengths in
 * one request (RFC 9112, 6.3) and folded header lines (RFC 9112, 5.2). What a replica gets is then
 * exactly what the client sent.
 */
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
  private static final String NAME = "httpDecoder";
  private static final AttributeKey<Runnable> MALFORMED =
      AttributeKey.valueOf(StrictRequestDecoder.class, "malformed");

  private boolean inHead = true;
  private boolean inFields;
  private boolean refused;

  private StrictRequestDecoder(HttpServerOptions options) {
    super(options);
  }

  /** Takes the place of the usual decoder, with what that one has not consumed yet. */
  static void install(ChannelPipeline pipeline, HttpServerOptions options) {
    if (pipeline.get(NAME) instanceof VertxHttpRequestDecoder usual
        && !(usual instanceof StrictRequestDecoder)) {
      pipeline.replace(NAME, NAME, new StrictRequestDecoder(options));
    }
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("Both Content-Length and Transfer-Encoding");
  }

  /** The client is answered in the version that most speak. */
  @Override
  protected HttpMessage createInvalidMessage() {
    return new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
      throws Exception {
    if (refused) {
      in.skipBytes(in.readableBytes());
    } else if (inHead && hasFoldedLine(in)) {
      refused = true;
      in.skipBytes(in.readableBytes());
      HttpMessage invalid = createInvalidMessage();
      invalid.setDecoderResult(
          DecoderResult.failure(new IllegalArgumentException("Folded header line")));
      out.add(invalid);
    } else {
      int before = out.size();
      int start = in.readerIndex();
      super.decode(context, in, out);
      // Without a message, whole lines of the head were consumed.
      inFields = inHead && in.readerIndex() > start;
      List<Object> parts = out.subList(before, out.size());
      parts.forEach(this::follow);
      if (parts.removeIf(part -> isMalformedBody(context, part))) {
        refused = true;
        context.channel().attr(MALFORMED).get().run();
      }
    }
  }

  /**
   * Whether this is a body that cannot be read, and someone will say so; the library would close
   * the connection without a word.
   */
  private static boolean isMalformedBody(ChannelHandlerContext context, Object part) {
    return part instanceof HttpContent content
        && content.decoderResult().isFailure()
        && context.channel().attr(MALFORMED).get() != null;
  }

  /** Has this run, on the event loop, when the body of the current request cannot be read. */
  static void onMalformedBody(HttpConnection connection, Runnable action) {
    ((ConnectionBase) connection).channel().attr(MALFORMED).set(action);
  }

  /** Takes that back, unless another request has come meanwhile. */
  static void forget(HttpConnection connection, Runnable action) {
    ((ConnectionBase) connection).channel().attr(MALFORMED).compareAndSet(action, null);
  }

  private void follow(Object part) {
    if (part instanceof HttpRequest) {
      inHead = false;
    }
    if (part instanceof LastHttpContent) {
      inHead = true;
    }
    inFields = false;
  }

  /** Whether a line of the head, as far as it is here, begins with a blank. */
  private boolean hasFoldedLine(ByteBuf in) {
    int end = in.writerIndex();
    int line = in.readerIndex();
    if (inFields && line < end && isBlank(in.getByte(line))) {
      return true;
    }
    for (int next = in.indexOf(line, end, (byte) '\n'); next >= 0 && next + 1 < end; ) {
      byte first = in.getByte(next + 1);
      if (isBlank(first)) {
        return true;
      }
      if (first == '\r' || first == '\n') {
        return false;
      }
      next = in.indexOf(next + 1, end, (byte) '\n');
    }
    return false;
  }

  private static boolean isBlank(byte character) {
    return character == ' ' || character == '\t';
  }
}
