package io.bentoform.api.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Seals and opens the values of one organization with its data keys.
 *
 * @see DataKeys
 */
public final class Sealer {
  private final Map<Integer, byte[]> keys;
  private final int current;

  Sealer(Map<Integer, byte[]> keys, int current) {
    this.keys = Map.copyOf(keys);
    this.current = current;
  }

  /**
   * A value that no one can read without the key.
   *
   * @param keyVersion which data key opens it
   */
  public record Sealed(int keyVersion, byte[] bytes) {}

  public Sealed seal(Hidden value, Place place) {
    byte[] clear = value.reveal().getBytes(StandardCharsets.UTF_8);
    return new Sealed(current, AesGcm.seal(key(current), clear, place.bytes()));
  }

  /**
   * The value again.
   *
   * @throws UnsealException when it was sealed with another key or for another place, or is damaged
   */
  public Hidden open(Sealed sealed, Place place) {
    byte[] clear = AesGcm.open(key(sealed.keyVersion()), sealed.bytes(), place.bytes());
    return Hidden.of(new String(clear, StandardCharsets.UTF_8));
  }

  private byte[] key(int version) {
    byte[] key = keys.get(version);
    if (key == null) {
      throw new UnsealException("There is no data key of version " + version);
    }
    return key;
  }
}
