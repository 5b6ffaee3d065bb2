package io.bentoform.api.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of the JDK, with a look at each accepted TCP connection before anything is read from
 * it; the library shows a connection only with its first request.
 */
final class GatewayTransport extends NioTransport {
  private final Consumer<Channel> accepted;

  private GatewayTransport(Consumer<Channel> accepted) {
    this.accepted = accepted;
  }

  static Transport with(Consumer<Channel> accepted) {
    GatewayTransport transport = new GatewayTransport(accepted);
    return new Transport() {
      @Override
      public String name() {
        return "gateway";
      }

      @Override
      public boolean available() {
        return true;
      }

      @Override
      public @Nullable Throwable unavailabilityCause() {
        return null;
      }

      @Override
      public io.vertx.core.spi.transport.Transport implementation() {
        return transport;
      }
    };
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return domainSocket ? super.serverChannelFactory(true) : Server::new;
  }

  private final class Server extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> accepting) throws Exception {
      int before = accepting.size();
      int count = super.doReadMessages(accepting);
      accepting.subList(before, accepting.size()).forEach(each -> accepted.accept((Channel) each));
      return count;
    }
  }
}
