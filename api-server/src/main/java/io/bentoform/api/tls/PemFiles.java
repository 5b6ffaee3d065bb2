package io.bentoform.api.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/**
 * A certificate in two files, as authorities and their clients write them.
 *
 * @param certificate PEM, the server's own certificate first, then its chain
 * @param key PEM, not encrypted: PKCS#8, or the older forms of EC and RSA keys
 * @param clock decides whether it is still valid
 */
public record PemFiles(Path certificate, Path key, InstantSource clock)
    implements CertificateSource {

  @Override
  public ServerCertificate load() throws UnusableCertificateException {
    List<X509Certificate> chain = PemReader.certificates(certificate);
    PrivateKey read = PemReader.key(key);
    ServerCertificate loaded = new ServerCertificate(read, chain);
    requireValid(loaded);
    if (!KeyPairCheck.fits(read, loaded.own().getPublicKey())) {
      throw new UnusableCertificateException(
          "The key in %s does not belong to the first certificate in %s. Name the key of that certificate; if the file has a chain, the server's own certificate must come first."
              .formatted(key, certificate));
    }
    return loaded;
  }

  private void requireValid(ServerCertificate loaded) throws UnusableCertificateException {
    if (loaded.end().isBefore(clock.instant())) {
      throw new UnusableCertificateException(
          "The certificate in %s has expired: it was valid until %s. Renew it."
              .formatted(certificate, loaded.end()));
    }
    if (loaded.own().getNotBefore().toInstant().isAfter(clock.instant())) {
      throw new UnusableCertificateException(
          "The certificate in %s is not valid before %s. Check the clock of this machine, or name another certificate."
              .formatted(certificate, loaded.own().getNotBefore().toInstant()));
    }
  }

  /** A digest of both files: certificates are often replaced within the resolution of times. */
  @Override
  public String state() {
    return digest(certificate) + " " + digest(key);
  }

  private static String digest(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
