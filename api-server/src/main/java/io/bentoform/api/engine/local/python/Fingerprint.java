package io.bentoform.api.engine.local.python;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/** Equal for equal sequences of parts, wherever one part ends and the next begins. */
final class Fingerprint {
  private final MessageDigest hash = DigestUtils.getSha256Digest();

  Fingerprint add(byte[] part) {
    hash.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
    hash.update(part);
    return this;
  }

  Fingerprint add(String part) {
    return add(part.getBytes(StandardCharsets.UTF_8));
  }

  /** All 64 digits; nothing can be added any more. */
  String hex() {
    return HexFormat.of().formatHex(hash.digest());
  }

  /** Short enough for a path in a shebang line. */
  String brief() {
    return hex().substring(0, 32);
  }
}
