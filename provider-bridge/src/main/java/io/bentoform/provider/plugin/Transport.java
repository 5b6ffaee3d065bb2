package io.bentoform.provider.plugin;

import io.grpc.BindableService;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The gRPC transport: only its implementation depends on the HTTP/2 library. */
interface Transport {

  /** Both ends of a mutually authenticated connection, of which this one may still be made. */
  record MutualTls(Future<TlsIdentity> identity, X509Certificate host) {}

  /**
   * Starts a server on a free loopback port.
   *
   * @param tls null to serve without TLS, where the host has asked for that
   */
  Listening listen(@Nullable MutualTls tls, Connections connections, List<BindableService> services)
      throws IOException;

  /** Starts a server without TLS, for whoever may enter the folder of the socket. */
  Listening listen(
      UnixDomainSocketAddress socket, Connections connections, List<BindableService> services)
      throws IOException;

  /** Overwrites what connections that are closed have left in buffers kept for later ones. */
  void overwriteBuffers() throws InterruptedException;

  /** A running server. */
  interface Listening {
    SocketAddress address();

    /** Closes the listener and every connection. */
    void stop();

    /** After {@link #stop}: interrupts calls that still run and ends the threads of the server. */
    void awaitEnd() throws InterruptedException;
  }
}
