package io.bentoform.api.crypto;

/**
 * Seals data keys with the root key. A key management service can stand behind it: the root key
 * itself never has to enter this process.
 */
public interface KeyWrapper {
  /** The data key, sealed. The result differs each time. */
  byte[] wrap(byte[] dataKey);

  /**
   * Unseals a data key.
   *
   * @throws UnsealException when it was wrapped with another root key, or is damaged
   */
  byte[] unwrap(byte[] wrapped);

  /** Names the root key without telling anything of it, in hexadecimal. */
  String fingerprint();
}
