package io.bentoform.provider.plugin;

import io.grpc.BindableService;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Starts what serves a host, with the provider's services and those of the plugin protocol. */
final class Hosts {

  private final List<BindableService> services;
  private final Transport transport = new OkHttpTransport();
  private final Identities identities = new Identities();

  /** For a provider with services of its own. */
  Hosts(List<BindableService> services) {
    this.services = services;
  }

  /**
   * Starts to listen for the host of a session. The key is made meanwhile.
   *
   * @throws GeneralSecurityException when the host's certificate cannot be read
   */
  ServedHost start(Session session)
      throws IOException, InterruptedException, GeneralSecurityException, ExecutionException {
    Connections connections = new Connections(() -> session);
    CompletableFuture<Void> shutdown = new CompletableFuture<>();
    Transport.MutualTls tls = mutualTls(session);
    Transport.Listening listening =
        transport.listen(tls, connections, all(() -> shutdown.complete(null)));
    String line =
        Handshake.line(
            listening.address(), tls == null ? null : tls.identity().get(), session.environment());
    return new ServedHost(session, connections, shutdown, listening, line);
  }

  /** Serves everybody who may enter the folder of the socket, without TLS. */
  Transport.Listening listen(
      UnixDomainSocketAddress socket, Connections connections, Runnable onShutdown)
      throws IOException {
    return transport.listen(socket, connections, all(onShutdown));
  }

  private List<BindableService> all(Runnable onShutdown) {
    List<BindableService> all = new ArrayList<>(services);
    all.add(new ControllerService(onShutdown));
    all.add(new IdleStreams.BrokerService());
    all.add(new IdleStreams.StdioService());
    all.add(new HealthService());
    return all;
  }

  private Transport.@Nullable MutualTls mutualTls(Session session) throws GeneralSecurityException {
    String pem = session.environment().getOrDefault("PLUGIN_CLIENT_CERT", "");
    return pem.isEmpty()
        ? null
        : new Transport.MutualTls(identities.next(), TlsIdentity.parsePem(pem));
  }

  /** Makes keys for hosts to come. */
  void prepare() throws GeneralSecurityException {
    identities.prepare();
  }

  /** Overwrites what hosts that are gone have left in buffers. */
  void overwriteBuffers() throws InterruptedException {
    transport.overwriteBuffers();
  }
}
