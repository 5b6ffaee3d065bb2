package io.bentoform.api.tls;

/** A certificate or key cannot be used; the message names the file and the remedy, for users. */
public final class UnusableCertificateException extends Exception {
  private static final long serialVersionUID = 1;

  UnusableCertificateException(String message) {
    super(message);
  }

  UnusableCertificateException(String message, Throwable cause) {
    super(message, cause);
  }
}
