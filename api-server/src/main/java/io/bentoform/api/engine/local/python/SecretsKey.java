package io.bentoform.api.engine.local.python;

import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.codec.digest.HmacAlgorithms;
import org.apache.commons.codec.digest.HmacUtils;

/**
 * Tells environments apart that were built with other secrets. The key stays with the engine, so
 * the name of a folder says nothing about a value, not even to who guesses it.
 */
final class SecretsKey {
  private static final int KEY_BYTES = 32;

  private final HmacUtils hmac;

  private SecretsKey(byte[] key) {
    this.hmac = new HmacUtils(HmacAlgorithms.HMAC_SHA_256, key);
  }

  /** The key in this file, made when there is none. */
  static SecretsKey of(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] key = new byte[KEY_BYTES];
      new SecureRandom().nextBytes(key);
      PrivateFiles.write(file, HexFormat.of().formatHex(key));
    }
    return new SecretsKey(HexFormat.of().parseHex(Files.readString(file)));
  }

  /** Equal for equal names and values, in whatever order; of two with one name the later counts. */
  String of(List<EnvironmentVariable> secrets) {
    StringBuilder all = new StringBuilder();
    secrets.stream()
        .sorted(Comparator.comparing(EnvironmentVariable::name))
        .forEach(
            secret ->
                all.append(secret.name())
                    .append('=')
                    .append(hmac.hmacHex(secret.value().reveal()))
                    .append('\n'));
    return hmac.hmacHex(all.toString());
  }
}
