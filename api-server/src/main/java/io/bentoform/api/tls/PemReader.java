package io.bentoform.api.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Reads PEM files (RFC 7468). What is not looked for in them is skipped. */
final class PemReader {
  private PemReader() {}

  /** All certificates of a file, in its order; at least one. */
  static List<X509Certificate> certificates(Path file) throws UnusableCertificateException {
    List<X509Certificate> found = new ArrayList<>();
    for (Object part : parts(file, "certificate")) {
      if (part instanceof X509CertificateHolder holder) {
        found.add(certificate(file, holder));
      }
    }
    if (found.isEmpty()) {
      throw new UnusableCertificateException(
          "%s contains no certificate in PEM form (-----BEGIN CERTIFICATE-----). Name the certificate with --tls-certificate; one in another form is converted with: openssl x509 -inform der -in FILE"
              .formatted(file));
    }
    return found;
  }

  /** The first private key of a file. */
  static PrivateKey key(Path file) throws UnusableCertificateException {
    for (Object part : parts(file, "key")) {
      switch (part) {
        case PrivateKeyInfo key -> {
          return key(file, key);
        }
        case PEMKeyPair pair -> {
          return key(file, pair.getPrivateKeyInfo());
        }
        case PKCS8EncryptedPrivateKeyInfo encrypted -> throw encrypted(file);
        case PEMEncryptedKeyPair encrypted -> throw encrypted(file);
        default -> {
          // Such as the parameters of a curve, or the certificate.
        }
      }
    }
    throw new UnusableCertificateException(
        "%s contains no private key in PEM form (-----BEGIN PRIVATE KEY-----). Name the key with --tls-key."
            .formatted(file));
  }

  private static UnusableCertificateException encrypted(Path file) {
    return new UnusableCertificateException(
        "The key in %s is encrypted, and the server has no passphrase for it. Decrypt it into a file that only the server's user may read: openssl pkey -in %1$s -out FILE"
            .formatted(file));
  }

  private static PrivateKey key(Path file, PrivateKeyInfo info)
      throws UnusableCertificateException {
    try {
      return new JcaPEMKeyConverter().getPrivateKey(info);
    } catch (PEMException e) {
      throw new UnusableCertificateException(
          "The key in %s is of a kind that is not supported. Use an RSA, EC or Ed25519 key."
              .formatted(file),
          e);
    }
  }

  private static X509Certificate certificate(Path file, X509CertificateHolder holder)
      throws UnusableCertificateException {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(holder.getEncoded()));
    } catch (CertificateException | IOException e) {
      throw damaged(file, "certificate", e);
    }
  }

  private static List<Object> parts(Path file, String what) throws UnusableCertificateException {
    List<Object> parts = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(text(file, what)))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        parts.add(part);
      }
    } catch (IOException | RuntimeException e) {
      throw damaged(file, what, e);
    }
    return parts;
  }

  private static UnusableCertificateException damaged(Path file, String what, Exception e) {
    // The parser may quote what it read, so its message is left out.
    return new UnusableCertificateException(
        "%s is damaged: it cannot be read as a %s in PEM form. Copy it again from where it was made."
            .formatted(file, what),
        e);
  }

  private static String text(Path file, String what) throws UnusableCertificateException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new UnusableCertificateException(
          "The %s file %s does not exist. Correct --tls-%1$s.".formatted(what, file), e);
    } catch (IOException e) {
      throw new UnusableCertificateException(
          "The %s file %s cannot be read. Let the server's user read it, or correct --tls-%1$s."
              .formatted(what, file),
          e);
    }
  }
}
