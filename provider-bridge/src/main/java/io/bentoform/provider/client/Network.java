package io.bentoform.provider.client;

import java.net.ProxySelector;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How the API is reached.
 *
 * @param trusted decides which certificate the API may have; empty for the built-in authorities
 * @param proxy empty for a direct connection
 */
public record Network(Optional<SSLContext> trusted, Optional<ProxySelector> proxy) {

  /** Without a proxy, trusting the built-in authorities. */
  static final Network DIRECT = new Network(Optional.empty(), Optional.empty());
}
