package io.bentoform.provider.plugin;

import io.grpc.BindableService;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.okhttp.OkHttpServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * gRPC over OkHttp's HTTP/2 with the TLS implementation of the JDK: BoringSSL does not support the
 * P-521 signatures of the host's client certificate.
 */
final class OkHttpTransport implements Transport {

  /** The limit that Go providers use; gRPC's default of 4 MiB is too small for large states. */
  private static final int MAX_MESSAGE_BYTES = 256 << 20;

  @Override
  public Listening listen(
      @Nullable MutualTls tls, Connections connections, List<BindableService> services)
      throws IOException {
    ExecutorService executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "call");
              thread.setDaemon(true);
              return thread;
            });
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    OkHttpServerBuilder builder =
        OkHttpServerBuilder.forPort(loopback, credentials(tls))
            .executor(executor)
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            // The host's bandwidth estimator sends frequent pings, which must not count as abuse.
            .permitKeepAliveTime(1, TimeUnit.MILLISECONDS)
            .permitKeepAliveWithoutCalls(true)
            .addTransportFilter(connections)
            .intercept(connections);
    services.forEach(builder::addService);
    return new Running(builder.build().start());
  }

  private static ServerCredentials credentials(@Nullable MutualTls tls) {
    if (tls == null) {
      return InsecureServerCredentials.create();
    }
    return TlsServerCredentials.newBuilder()
        .keyManager(new SingleKey(tls.identity()))
        .trustManager(new PinnedPeer(tls.host()))
        .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
        .build();
  }

  private record Running(Server server) implements Listening {
    @Override
    public InetSocketAddress address() {
      return (InetSocketAddress) server.getListenSockets().getFirst();
    }

    @Override
    public void stop() {
      server.shutdownNow();
    }
  }
}
