package io.bentoform.provider.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the caller has seen of an object: a change of anything else is refused, with the problem
 * {@code another_object} or {@code revision_moved}.
 *
 * @param uid null does not check
 * @param revision null does not check
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
