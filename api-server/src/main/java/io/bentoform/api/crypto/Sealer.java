package io.bentoform.api.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

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

  /**
   * A code (HMAC-SHA-256) that only servers with these data keys can make.
   *
   * @param purpose keeps codes of one use apart from those of another
   * @return in hexadecimal
   */
  public String sign(String purpose, String text) {
    return code(key(current), purpose, text);
  }

  /** Whether one of the data keys made the code. Takes as long for every wrong one. */
  public boolean isSigned(String purpose, String text, String code) {
    boolean signed = false;
    for (byte[] key : keys.values()) {
      byte[] expected = code(key, purpose, text).getBytes(StandardCharsets.UTF_8);
      signed |= MessageDigest.isEqual(expected, code.getBytes(StandardCharsets.UTF_8));
    }
    return signed;
  }

  /** A data key seals; another one that is derived from it signs. */
  private static String code(byte[] key, String purpose, String text) {
    byte[] derived = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key).hmac(purpose);
    return new HmacUtils(HmacAlgorithms.HMAC_SHA_256, derived).hmacHex(text);
  }

  private byte[] key(int version) {
    byte[] key = keys.get(version);
    if (key == null) {
      throw new UnsealException("There is no data key of version " + version);
    }
    return key;
  }
}
