package io.bentoform.api.cluster;

import io.bentoform.api.engine.Resources;
import io.bentoform.api.wire.InstanceTypeResponse;
import io.bentoform.api.wire.Resource;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The resources of a replica in a cluster (contract C8), as Kubernetes quantities. */
record InstanceType(String uid, Draft draft, Instant createdAt, @Nullable Instant updatedAt) {

  /**
   * The fields that an administrator sets.
   *
   * @param price for display only
   * @param gpu how many; empty for none, then the other two are empty too
   */
  record Draft(
      String name,
      String description,
      String price,
      String cpu,
      String memory,
      String gpu,
      String gpuType,
      String gpuMemory) {}

  /** What it gives to a replica. */
  Resources resources() {
    return new Resources(
        draft.name(),
        Quantity.milli(draft.cpu()),
        Quantity.whole(draft.memory()),
        draft.gpu().isEmpty() ? 0 : Integer.parseInt(draft.gpu()),
        draft.gpuType());
  }

  InstanceTypeResponse response() {
    InstanceTypeResponse.Quantities quantities =
        new InstanceTypeResponse.Quantities(draft.cpu(), draft.memory(), draft.gpu(), Map.of());
    boolean gpu = !draft.gpu().isEmpty();
    return new InstanceTypeResponse(
        Resource.of("resource_instance", uid, draft.name(), createdAt, updatedAt),
        draft.name(),
        draft.description(),
        new InstanceTypeResponse.Config(
            gpu ? "gpu" : "cpu",
            draft.price(),
            new InstanceTypeResponse.Resources(quantities, quantities),
            Map.of(),
            gpu ? new InstanceTypeResponse.Gpu(draft.gpuType(), draft.gpuMemory()) : null));
  }
}
