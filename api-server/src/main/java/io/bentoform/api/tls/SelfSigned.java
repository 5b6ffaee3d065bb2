package io.bentoform.api.tls;

import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/**
 * A certificate that the server makes for itself and keeps in a folder: a new one before the old
 * one ends, and when there is none for all of the names.
 */
public final class SelfSigned implements CertificateSource {
  private static final System.Logger LOG = System.getLogger(SelfSigned.class.getName());

  /** The longest that all clients accept. */
  static final Duration VALIDITY = Duration.ofDays(825);

  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

  private final Path folder;
  private final CertificateNames names;
  private final InstantSource clock;
  private final PemFiles files;
  private volatile Instant due = Instant.MIN;

  /**
   * Makes nothing yet.
   *
   * @param folder of both files, created when it is missing
   */
  public SelfSigned(Path folder, CertificateNames names, InstantSource clock) {
    this.folder = folder;
    this.names = names;
    this.clock = clock;
    this.files = new PemFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem"), clock);
  }

  /** The file that clients are told to trust. */
  public Path certificateFile() {
    return files.certificate();
  }

  /**
   * The certificate of the folder, or a new one.
   *
   * @throws UncheckedIOException when the files cannot be written
   */
  @Override
  public ServerCertificate load() {
    ServerCertificate certificate = usable();
    due = certificate.end().minus(RENEWED_BEFORE);
    return certificate;
  }

  private ServerCertificate usable() {
    try {
      ServerCertificate kept = files.load();
      if (covers(kept.own()) && clock.instant().isBefore(kept.end().minus(RENEWED_BEFORE))) {
        return kept;
      }
    } catch (UnusableCertificateException e) {
      LOG.log(System.Logger.Level.DEBUG, "No certificate to keep: {0}", e.getMessage());
    }
    return make();
  }

  private boolean covers(X509Certificate kept) {
    try {
      Collection<List<?>> alternatives = kept.getSubjectAlternativeNames();
      Set<String> present = new HashSet<>();
      for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
        present.add(String.valueOf(alternative.get(1)));
      }
      return CertificateNames.areCovered(names.required(), present);
    } catch (CertificateParsingException e) {
      return false;
    }
  }

  private ServerCertificate make() {
    ServerCertificate made = CertificateMaker.make(names, clock.instant(), VALIDITY);
    try {
      PrivateFiles.createFolder(folder);
      StringWriter key = new StringWriter();
      try (JcaPEMWriter pem = new JcaPEMWriter(key)) {
        pem.writeObject(new JcaPKCS8Generator(made.key(), null));
      }
      StringWriter certificate = new StringWriter();
      try (JcaPEMWriter pem = new JcaPEMWriter(certificate)) {
        pem.writeObject(made.own());
      }
      PrivateFiles.write(files.key(), key.toString());
      PrivateFiles.write(files.certificate(), certificate.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The self-signed certificate cannot be kept in %s: %s".formatted(folder, e.getMessage()),
          e);
    }
    return made;
  }

  /** Changes also when it is time for a new one. */
  @Override
  public String state() {
    return files.state() + (clock.instant().isBefore(due) ? "" : " due");
  }
}
