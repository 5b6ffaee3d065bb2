package io.bentoform.api.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.Http1xOrH2CHandler;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The open connections of clients: how many there may be, and how long they may be idle. */
final class ClientConnections {
  private static final AttributeKey<Connection> KEY =
      AttributeKey.valueOf(ClientConnections.class, "connection");

  private final GatewaySettings.Limits limits;
  private final Deadlines deadlines;
  private final HttpServerOptions options;
  private final AtomicInteger open = new AtomicInteger();

  ClientConnections(GatewaySettings.Limits limits, Deadlines deadlines, HttpServerOptions options) {
    this.limits = limits;
    this.deadlines = deadlines;
    this.options = options;
  }

  /** Follows a connection from its first byte. */
  void accept(Channel channel) {
    channel.pipeline().addFirst(new Connection(channel));
  }

  /** Empty for a connection over a UNIX socket, which is not limited. */
  static Optional<Connection> of(HttpConnection connection) {
    return Optional.ofNullable(channel(connection).attr(KEY).get());
  }

  private static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }

  /** Refuses what is not clear, also on a connection that is not followed from its first byte. */
  void makeStrict(HttpConnection connection) {
    StrictRequestDecoder.install(channel(connection).pipeline(), options);
  }

  /** One connection; its methods run on its event loop. */
  final class Connection extends ChannelInboundHandlerAdapter implements Deadlines.Expiring {
    private final Channel channel;
    private boolean undecided = true;
    private int requests;
    private volatile long deadline;

    Connection(Channel channel) {
      this.channel = channel;
      channel.attr(KEY).set(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      if (open.incrementAndGet() > limits.connections()) {
        var _ = context.close();
        return;
      }
      awaitHead();
      deadlines.add(this);
      context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      open.decrementAndGet();
      deadlines.remove(this);
      context.fireChannelInactive();
    }

    /**
     * The library sees from the first bytes whether a client speaks HTTP/2, and puts its decoder in
     * place together with them. They go there one by one, so that no request is decoded before the
     * decoder is replaced.
     */
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (undecided && message instanceof ByteBuf bytes) {
        while (bytes.isReadable() && isUndecided(context)) {
          context.fireChannelRead(bytes.readRetainedSlice(1));
        }
        if (!isUndecided(context)) {
          undecided = false;
          StrictRequestDecoder.install(context.pipeline(), options);
        }
      }
      context.fireChannelRead(message);
    }

    private static boolean isUndecided(ChannelHandlerContext context) {
      return context.pipeline().get(Http1xOrH2CHandler.class) != null;
    }

    void requestStarted() {
      requests++;
      deadline = Deadlines.NONE;
    }

    void requestEnded() {
      requests--;
      if (requests == 0) {
        awaitHead();
      }
    }

    private void awaitHead() {
      deadline = System.nanoTime() + limits.head().toNanos();
    }

    @Override
    public long deadline() {
      return deadline;
    }

    @Override
    public void expire() {
      var _ = channel.close();
    }
  }
}
