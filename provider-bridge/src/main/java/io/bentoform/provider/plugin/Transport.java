package io.bentoform.provider.plugin;

import io.grpc.BindableService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How calls reach the services: the one place that knows the HTTP/2 implementation. */
interface Transport {

  /** Both ends of a mutually authenticated connection. */
  record MutualTls(TlsIdentity identity, X509Certificate host) {}

  /**
   * Starts to serve on a free loopback port.
   *
   * @param tls null for plain text, which only a person who debugs asks for
   */
  Listening listen(@Nullable MutualTls tls, Connections connections, List<BindableService> services)
      throws IOException;

  /** A running server. */
  interface Listening {
    InetSocketAddress address();

    /** Closes the listener and every connection. */
    void stop();
  }
}
