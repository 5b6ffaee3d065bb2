package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The identity and origin of an object.
 *
 * @param uid the unique id of the object: an object that is deleted and recreated gets another one
 * @param creator name of the user who created it, empty when the API does not report it
 * @param createdAt in the API's format, empty when the API does not report it
 */
public record Origin(@Nullable String uid, String creator, String createdAt) {

  /** The origin of an object of which only the name is known. */
  public static final Origin UNKNOWN = new Origin(null, "", "");

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int UID_BYTES = 12;

  public static Origin of(JsonObject json) {
    return new Origin(
        json.text("uid"), json.object("creator").text("name", ""), json.text("created_at", ""));
  }

  /** Whether two uids are known and differ. */
  public static boolean areDifferent(@Nullable String uid, @Nullable String other) {
    return uid != null && other != null && !uid.equals(other);
  }

  /**
   * Generates a uid for a new object, by which the object can be identified when the response to
   * its creation is lost.
   */
  public static String newUid() {
    byte[] bytes = new byte[UID_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
