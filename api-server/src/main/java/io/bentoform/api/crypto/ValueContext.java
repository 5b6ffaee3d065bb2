package io.bentoform.api.crypto;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Where a sealed value belongs. It is authenticated with the value, so a ciphertext moved to
 * another row cannot be opened.
 *
 * @param revision the revision of the secret in which the value changed
 */
public record ValueContext(
    String organizationUid, String clusterUid, String secretUid, String key, int revision) {

  /** Each part with its length, so that two different contexts never have the same bytes. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(organizationUid);
      out.writeUTF(clusterUid);
      out.writeUTF(secretUid);
      out.writeUTF(key);
      out.writeInt(revision);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
