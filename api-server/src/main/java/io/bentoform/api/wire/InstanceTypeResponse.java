package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An instance type (contract C8). People name it by its display name. */
public record InstanceTypeResponse(
    @JsonUnwrapped Resource resource, String displayName, String description, Config config) {

  public record Config(
      String group,
      String price,
      Resources resources,
      Map<String, String> nodeSelectors,
      @Nullable Gpu gpuConfig) {}

  public record Resources(Quantities requests, Quantities limits) {}

  /** Amounts as Kubernetes writes them: {@code 500m} of a processor, {@code 2Gi} of memory. */
  public record Quantities(String cpu, String memory, String gpu, Map<String, String> custom) {}

  public record Gpu(String type, String memory) {}
}
