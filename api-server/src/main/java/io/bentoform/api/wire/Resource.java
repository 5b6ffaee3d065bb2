package io.bentoform.api.wire;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What nearly every object of the contract begins with (contract 3.1). The keys must be there even
 * where the value is null.
 */
public record Resource(
    String uid,
    Instant createdAt,
    @Nullable Instant updatedAt,
    @Nullable Instant deletedAt,
    String name,
    String resourceType,
    List<Label> labels) {

  public static Resource of(
      String type, String uid, String name, Instant createdAt, @Nullable Instant updatedAt) {
    return new Resource(uid, createdAt, updatedAt, null, name, type, List.of());
  }

  public Resource withLabels(List<Label> newLabels) {
    return new Resource(uid, createdAt, updatedAt, deletedAt, name, resourceType, newLabels);
  }
}
