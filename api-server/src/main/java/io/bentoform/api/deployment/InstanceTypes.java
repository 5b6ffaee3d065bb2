package io.bentoform.api.deployment;

import io.bentoform.api.access.Cluster;
import io.bentoform.api.wire.InstanceTypeResponse;
import io.bentoform.api.wire.Resource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalogue of instance types (contract C8). */
final class InstanceTypes {
  private record InstanceType(
      String name, String cpu, String memory, String gpus, @Nullable String gpuType) {}

  private static final List<InstanceType> ALL =
      List.of(
          new InstanceType("cpu.1", "500m", "2Gi", "", null),
          new InstanceType("cpu.2", "1000m", "2Gi", "", null),
          new InstanceType("cpu.4", "2000m", "8Gi", "", null),
          new InstanceType("cpu.8", "4000m", "16Gi", "", null),
          new InstanceType("gpu.t4.1", "2000m", "8Gi", "1", "nvidia-tesla-t4"),
          new InstanceType("gpu.l4.1", "4000m", "16Gi", "1", "nvidia-l4"),
          new InstanceType("gpu.a100.1", "6000m", "43Gi", "1", "nvidia-tesla-a100"));

  private InstanceTypes() {}

  static boolean exists(String name) {
    return names().contains(name);
  }

  static List<String> names() {
    return ALL.stream().map(InstanceType::name).toList();
  }

  static List<InstanceTypeResponse> responses(Cluster cluster) {
    return ALL.stream().map(type -> response(cluster, type)).toList();
  }

  private static InstanceTypeResponse response(Cluster cluster, InstanceType type) {
    InstanceTypeResponse.Quantities quantities =
        new InstanceTypeResponse.Quantities(type.cpu(), type.memory(), type.gpus(), Map.of());
    String uid = cluster.uid() + "-" + type.name();
    return new InstanceTypeResponse(
        Resource.of("resource_instance", uid, type.name(), cluster.createdAt(), null),
        type.name(),
        "",
        new InstanceTypeResponse.Config(
            type.gpuType() == null ? "cpu" : "gpu",
            "*",
            new InstanceTypeResponse.Resources(quantities, quantities),
            Map.of(),
            type.gpuType() == null ? null : new InstanceTypeResponse.Gpu(type.gpuType(), "")));
  }
}
