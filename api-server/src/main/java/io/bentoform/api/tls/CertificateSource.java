package io.bentoform.api.tls;

/** Where the certificate of the server comes from. */
public interface CertificateSource {

  /**
   * The certificate as it is now.
   *
   * @throws UnusableCertificateException with a message for users
   */
  ServerCertificate load() throws UnusableCertificateException;

  /** A text that changes whenever {@link #load} may give something else. */
  String state();
}
