package io.bentoform.api.deployment;

import io.bentoform.api.access.User;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.http.Expectation;
import io.bentoform.api.wire.Label;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A deployment: its desired state and the last observed one.
 *
 * @param managedBy the tool that keeps its configuration, if one said so
 * @param revision the number of the latest revision
 * @param observedRevision the revision of the running replicas, if any
 * @param reason one word on the last rollout, empty when it succeeded
 * @param message the same for people
 */
public record Deployment(
    long id,
    String uid,
    Cluster cluster,
    String name,
    boolean dev,
    List<Label> labels,
    User creator,
    @Nullable String managedBy,
    Desired desired,
    int revision,
    Status status,
    @Nullable Integer observedRevision,
    @Nullable String url,
    String reason,
    String message,
    Instant createdAt,
    Instant updatedAt) {

  /**
   * The revision whose secrets the replicas hold: of a rollout in progress and of a deployment
   * scaled to zero the one they start with; nothing when nothing runs because a rollout failed or
   * the deployment was terminated.
   */
  OptionalInt heldRevision() {
    return switch (status) {
      case IMAGE_BUILDING, DEPLOYING, SCALED_TO_ZERO -> OptionalInt.of(revision);
      case TERMINATING, TERMINATED -> OptionalInt.empty();
      case RUNNING, UNHEALTHY, FAILED, IMAGE_BUILD_FAILED ->
          observedRevision == null ? OptionalInt.empty() : OptionalInt.of(observedRevision);
    };
  }

  /**
   * Refuses a change that was meant for another deployment or revision; null means any.
   *
   * @throws io.bentoform.api.http.ProblemException 409
   */
  void require(@Nullable String expectedUid, @Nullable Integer expectedRevision) {
    new Expectation(expectedUid, expectedRevision).require("deployment " + name, uid, revision);
  }

  Optional<String> urlIfAny() {
    return Optional.ofNullable(url);
  }
}
