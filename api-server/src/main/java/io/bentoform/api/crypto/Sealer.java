package io.bentoform.api.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Seals and opens the values of one organization with its data keys. */
public final class Sealer {
  private final Map<Integer, byte[]> keys;
  private final int current;

  /**
   * Takes the data keys.
   *
   * @param keys 256 bits each, by version
   * @param current the version that seals
   */
  public Sealer(Map<Integer, byte[]> keys, int current) {
    this.keys = Map.copyOf(keys);
    this.current = current;
  }

  /**
   * An encrypted value.
   *
   * @param keyVersion which data key opens it
   * @param base64 the sealed bytes as text
   */
  public record Sealed(int keyVersion, String base64) {}

  /** A new data key, 256 random bits. */
  public static byte[] newKey() {
    return AesGcm.newKey();
  }

  public Sealed seal(Hidden value, ValueContext place) {
    byte[] clear = value.reveal().getBytes(StandardCharsets.UTF_8);
    byte[] sealed = AesGcm.seal(key(current), clear, place.bytes());
    return new Sealed(current, Base64.getEncoder().encodeToString(sealed));
  }

  /**
   * Opens a sealed value.
   *
   * @throws UnsealException when it was sealed with another key or for another context, or is
   *     damaged
   */
  public Hidden open(Sealed sealed, ValueContext place) {
    byte[] bytes = Base64.getMimeDecoder().decode(sealed.base64());
    byte[] clear = AesGcm.open(key(sealed.keyVersion()), bytes, place.bytes());
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
