package io.bentoform.api.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a pods socket (contract C10).
 *
 * @param type {@code success} or {@code error}
 * @param message the text of an error, else empty
 */
public record PodsFrame(String type, String message, @Nullable List<Pod> payload) {

  /** One pod in the words of Kubernetes. */
  public record Pod(
      String name,
      String namespace,
      Map<String, String> labels,
      PodStatus podStatus,
      Status status,
      String runnerName) {}

  public record PodStatus(String status, String reason) {}

  public record Status(String phase, boolean ready) {}

  public static PodsFrame of(List<Pod> pods) {
    return new PodsFrame("success", "", pods);
  }

  public static PodsFrame error(String message) {
    return new PodsFrame("error", message, null);
  }
}
