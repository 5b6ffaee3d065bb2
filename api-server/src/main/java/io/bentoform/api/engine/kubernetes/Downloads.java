package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.crypto.Hidden;
import java.net.URI;

/** Where pods get archives from: this server, at an address that they reach. */
public interface Downloads {

  /**
   * The address of an archive.
   *
   * @param digest SHA-256 in lower-case hexadecimal
   */
  URI address(String digest);

  /** A token that opens this archive alone, for a limited time. */
  Hidden ticket(String digest);
}
