package io.bentoform.api.tls;

import java.nio.file.Path;

/** Whether a server speaks HTTPS, and with which certificate. */
public sealed interface TlsChoice {

  /** Plain HTTP. */
  record None() implements TlsChoice {}

  /** A certificate that somebody else signed, with its chain, and its key: PEM files. */
  record Files(Path certificate, Path key) implements TlsChoice {}

  /** A certificate that the server makes itself. */
  record SelfSigned() implements TlsChoice {}
}
