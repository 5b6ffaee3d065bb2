package io.bentoform.api.wire;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The root key as an administrator sees it, which is never the key (additive).
 *
 * @param fingerprint names the key, in hexadecimal
 * @param location its file, or the environment variable that holds it
 * @param backup null until an administrator says that a copy is kept
 */
public record RootKeyResponse(String fingerprint, String location, @Nullable Backup backup) {

  /** The confirmation that a copy is kept. */
  public record Backup(Instant confirmedAt, String confirmedBy) {}
}
