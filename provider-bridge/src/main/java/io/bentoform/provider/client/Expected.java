package io.bentoform.provider.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Preconditions of a change. If the object does not match, the API rejects the change with the
 * problem {@code another_object} or {@code revision_moved}.
 *
 * @param uid null to skip the check
 * @param revision null to skip the check
 */
public record Expected(@Nullable String uid, @Nullable Long revision) {

  void addTo(Map<String, @Nullable Object> body) {
    if (uid != null) {
      body.put("expected_uid", uid);
    }
    if (revision != null) {
      body.put("expected_revision", revision);
    }
  }
}
