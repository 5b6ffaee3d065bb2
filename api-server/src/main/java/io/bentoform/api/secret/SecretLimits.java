package io.bentoform.api.secret;

/**
 * How large a secret may be.
 *
 * @param valueBytes the longest value, in bytes of UTF-8
 * @param keys how many keys
 * @param secretBytes all values of a secret together, in bytes of UTF-8
 */
public record SecretLimits(int valueBytes, int keys, int secretBytes) {
  public static final SecretLimits DEFAULT = new SecretLimits(64 << 10, 256, 1 << 20);
}
