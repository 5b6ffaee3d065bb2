package io.bentoform.provider.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The certificates that the API's one must be, or must be signed by. As with OpenSSL, Go and the
 * {@code bentoml} command line, those of the file in {@code SSL_CERT_FILE} replace the built-in
 * ones.
 */
public final class TrustedCertificates {

  public static final String VARIABLE = "SSL_CERT_FILE";

  private TrustedCertificates() {}

  /**
   * A context that trusts the certificates of the file.
   *
   * @return empty when the variable is not set
   * @throws IOException with a message for users when the file cannot be read or has none
   */
  public static Optional<SSLContext> of(Map<String, String> environment) throws IOException {
    String file = environment.getOrDefault(VARIABLE, "");
    if (file.isBlank()) {
      return Optional.empty();
    }
    KeyStore known = certificates(file, content(environment.getOrDefault("PWD", ""), file));
    try {
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(known);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private static byte[] content(String directory, String file) throws IOException {
    try {
      return Files.readAllBytes(Path.of(directory).resolve(file));
    } catch (IOException | InvalidPathException e) {
      throw new IOException(file + " cannot be read.", e);
    }
  }

  private static KeyStore certificates(String file, byte[] content) throws IOException {
    try {
      KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
      known.load(null, null);
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Certificate each : factory.generateCertificates(new ByteArrayInputStream(content))) {
        known.setCertificateEntry(Integer.toString(known.size()), each);
      }
      if (known.size() == 0) {
        throw new IOException(file + " contains no certificate.");
      }
      return known;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " contains something that is not a certificate in PEM form.", e);
    }
  }
}
