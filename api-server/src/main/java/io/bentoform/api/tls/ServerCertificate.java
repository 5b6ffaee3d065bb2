package io.bentoform.api.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A certificate with its key.
 *
 * @param key of the first certificate
 * @param chain the server's own certificate first, then those that lead to a known authority
 */
public record ServerCertificate(PrivateKey key, List<X509Certificate> chain) {

  public X509Certificate own() {
    return chain.getFirst();
  }

  /** From when on it is no longer valid. */
  Instant end() {
    return own().getNotAfter().toInstant();
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "ServerCertificate[" + own().getSubjectX500Principal() + ", until " + end() + "]";
  }
}
