package io.bentoform.provider.client;

import java.util.Set;

/**
 * The status of a deployment.
 *
 * @param text as the API tells it; empty while it is not known
 */
public record DeploymentStatus(String text) {

  private static final Set<String> READY = Set.of("running", "scaled-to-zero");
  private static final Set<String> TERMINATED = Set.of("terminated", "terminating");
  private static final Set<String> FAILED = Set.of("failed", "image-build-failed");

  public boolean isReady() {
    return READY.contains(text);
  }

  public boolean isTerminated() {
    return TERMINATED.contains(text);
  }

  /** Whether the latest revision does not run. */
  public boolean isDown() {
    return FAILED.contains(text) || isTerminated();
  }

  /** Whether a rollout that ended so has failed. An earlier revision may still run. */
  public boolean hasFailed() {
    return isDown() || text.equals("unhealthy");
  }

  /** Whether no rollout is in progress. */
  public boolean hasEnded() {
    return isReady() || hasFailed();
  }
}
