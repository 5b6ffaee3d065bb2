package io.bentoform.api.cluster;

import io.bentoform.api.wire.InstanceTypeResponse;
import io.bentoform.api.wire.Resource;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a replica may use in a cluster (contract C8). Amounts are as Kubernetes writes them. */
record InstanceType(String uid, Draft draft, Instant createdAt, @Nullable Instant updatedAt) {

  /**
   * What can be chosen.
   *
   * @param price as it is shown; nothing is computed with it
   * @param gpu how many; empty for none, as are the other two then
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
