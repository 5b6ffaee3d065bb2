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
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * gRPC over OkHttp's HTTP/2 with the TLS implementation of the JDK: BoringSSL does not support the
 * P-521 signatures of the host's client certificate.
 */
final class OkHttpTransport implements Transport {

  /** The limit that Go providers use; gRPC's default of 4 MiB is too small for large states. */
  private static final int MAX_MESSAGE_BYTES = 256 << 20;

  private static final int KEPT = 64 << 10;

  /** How long calls that were cancelled may take to notice before their threads are interrupted. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  @Override
  public Listening listen(
      @Nullable MutualTls tls, Connections connections, List<BindableService> services)
      throws IOException {
    InetSocketAddress loopback = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    return start(OkHttpServerBuilder.forPort(loopback, credentials(tls)), connections, services);
  }

  @Override
  public Listening listen(
      UnixDomainSocketAddress socket, Connections connections, List<BindableService> services)
      throws IOException {
    OkHttpServerBuilder builder =
        OkHttpServerBuilder.forPort(socket, InsecureServerCredentials.create())
            .socketFactory(new UnixSockets());
    return start(builder, connections, services);
  }

  private static Listening start(
      OkHttpServerBuilder builder, Connections connections, List<BindableService> services)
      throws IOException {
    ExecutorService executor =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "call");
              thread.setDaemon(true);
              return thread;
            });
    builder
        .executor(executor)
        .transportExecutor(executor)
        .maxInboundMessageSize(MAX_MESSAGE_BYTES)
        // The host's bandwidth estimator sends frequent pings, which must not count as abuse.
        .permitKeepAliveTime(1, TimeUnit.MILLISECONDS)
        .permitKeepAliveWithoutCalls(true)
        .addTransportFilter(connections)
        .intercept(connections);
    services.forEach(builder::addService);
    return new Running(builder.build().start(), executor);
  }

  /**
   * Okio keeps up to 64 KiB of buffers for each of its buckets, of which a thread uses the one that
   * its number leads to. There are at most twice as many as processors.
   */
  @Override
  public void overwriteBuffers() throws InterruptedException {
    for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
      Thread.ofPlatform().daemon().start(() -> new Buffer().write(new byte[KEPT]).clear()).join();
    }
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

  private record Running(Server server, ExecutorService executor) implements Listening {
    @Override
    public SocketAddress address() {
      return server.getListenSockets().getFirst();
    }

    @Override
    public void stop() {
      server.shutdownNow();
    }

    @Override
    public void awaitEnd() throws InterruptedException {
      server.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      executor.shutdownNow();
    }
  }
}
