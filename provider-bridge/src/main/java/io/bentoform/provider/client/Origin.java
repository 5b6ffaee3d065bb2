package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Which object it is, and where it comes from.
 *
 * @param uid the server's name for this very object: one that is deleted and made again has another
 * @param creator name of the user who made it, empty when the API does not say
 * @param createdAt as the API writes it, empty when it does not say
 */
public record Origin(@Nullable String uid, String creator, String createdAt) {

  /** Of an object of which nothing is known but its name. */
  public static final Origin UNKNOWN = new Origin(null, "", "");

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int UID_BYTES = 12;

  static Origin of(JsonObject json) {
    return new Origin(
        json.text("uid"), json.object("creator").text("name", ""), json.text("created_at", ""));
  }

  /** Whether two uids are those of two objects; one that is not known may be either's. */
  public static boolean areDifferent(@Nullable String uid, @Nullable String other) {
    return uid != null && other != null && !uid.equals(other);
  }

  /**
   * A uid for an object that is about to be made. Whoever sends it with a creation knows the object
   * again when the answer is lost.
   */
  public static String newUid() {
    byte[] bytes = new byte[UID_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
