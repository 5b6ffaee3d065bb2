package io.bentoform.api.bento;

import io.bentoform.api.wire.BentoResponse;
import io.bentoform.api.wire.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A repository: all versions of one bento. */
public record Repository(long id, String uid, String name, String description, Instant createdAt) {

  BentoResponse.Repository response(@Nullable Bento latest) {
    return new BentoResponse.Repository(
        Resource.of("bento_repository", uid, name, createdAt, null),
        description,
        latest == null ? null : latest.withoutRepository());
  }
}
