package io.bentoform.api.engine.local.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
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

  /** Adds the content of a file, which may be larger than the memory. */
  Fingerprint add(Path file) throws IOException {
    hash.update((Files.size(file) + ":").getBytes(StandardCharsets.US_ASCII));
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), hash)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return this;
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
