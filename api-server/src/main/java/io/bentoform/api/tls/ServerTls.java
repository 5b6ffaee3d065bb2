package io.bentoform.api.tls;

import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The certificate of a running server. A new one of its source takes effect by itself, for
 * connections from then on; one that cannot be used is logged, and the one before stays.
 */
public final class ServerTls implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ServerTls.class.getName());

  private final CertificateSource source;
  private final Duration interval;
  private final CurrentCertificate current;
  private final Thread watcher;
  private String used;
  private ServerCertificate certificate;

  private ServerTls(CertificateSource source, Duration interval)
      throws UnusableCertificateException {
    this.source = source;
    this.interval = interval;
    this.used = source.state();
    this.certificate = source.load();
    this.current = new CurrentCertificate(certificate);
    this.watcher = Thread.ofVirtual().name("tls-certificate").unstarted(this::watch);
  }

  /**
   * Loads the certificate and begins to watch for a new one.
   *
   * @param interval in which the source is looked at
   * @throws UnusableCertificateException with a message for users
   */
  public static ServerTls start(CertificateSource source, Duration interval)
      throws UnusableCertificateException {
    ServerTls tls = new ServerTls(source, interval);
    tls.watcher.start();
    return tls;
  }

  private void watch() {
    String before = used;
    try {
      while (true) {
        Thread.sleep(interval);
        String now = source.state();
        // Of two files that are replaced one after the other, the second may still be the old one.
        boolean settled = now.equals(before);
        before = now;
        if (settled && !now.equals(used)) {
          reload(now);
        }
      }
    } catch (InterruptedException e) {
      // The server stops.
    }
  }

  private void reload(String state) {
    used = state;
    try {
      ServerCertificate next = source.load();
      if (!next.own().equals(certificate.own())) {
        current.use(next);
        certificate = next;
        LOG.log(System.Logger.Level.INFO, "HTTPS uses a new certificate until {0}", next.end());
      }
    } catch (UnusableCertificateException | RuntimeException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "The new certificate is not used, and the one before stays in use. {0}",
          e.getMessage());
    }
  }

  /** Answers handshakes with the current certificate. */
  public X509ExtendedKeyManager keyManager() {
    return current;
  }

  /** A context of the JDK's defaults with {@link #keyManager}. */
  public SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {current}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** Stops watching; the last certificate stays in use. */
  @Override
  public void close() {
    watcher.interrupt();
  }
}
