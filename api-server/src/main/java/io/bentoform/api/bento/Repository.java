package io.bentoform.api.bento;

import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.wire.ArtifactResponse;
import io.bentoform.api.wire.Resource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A repository: all versions of one bento or of one model. */
public record Repository(
    long id, String uid, ArchiveKind kind, String name, String description, Instant createdAt) {

  ArtifactResponse.Repository response(@Nullable Artifact latest) {
    Resource resource = Resource.of(kind.word() + "_repository", uid, name, createdAt, null);
    ArtifactResponse newest = latest == null ? null : latest.withoutRepository();
    return switch (kind) {
      case BENTO -> new ArtifactResponse.BentoRepository(resource, description, newest);
      case MODEL -> new ArtifactResponse.ModelRepository(resource, description, newest);
    };
  }
}
