package io.bentoform.api.deployment;

import io.bentoform.api.access.User;
import io.bentoform.api.bento.Bento;
import io.bentoform.api.wire.DeploymentConfig;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One accepted change of a deployment: all that is needed to run it, or to run it again. */
record Revision(
    int number,
    String uid,
    Bento bento,
    DeploymentConfig config,
    List<AttachedSecret> secrets,
    User creator,
    Instant createdAt) {

  /**
   * A secret as this revision uses it.
   *
   * @param uid tells it from a later secret of the same name
   */
  record AttachedSecret(String name, String uid, int revision, List<String> keys) {}

  Optional<AttachedSecret> secret(String name) {
    return secrets.stream().filter(secret -> secret.name().equals(name)).findFirst();
  }

  /** The settings of the service that takes requests from outside. */
  Optional<DeploymentConfig.Service> entryService() {
    return entryService(bento, config);
  }

  int replicas() {
    return replicas(bento, config);
  }

  /** How many replicas are to run: one where nothing is said, none where zero is said. */
  static int replicas(Bento bento, DeploymentConfig config) {
    return entryService(bento, config)
        .map(DeploymentConfig.Service::scaling)
        .map(DeploymentConfig.Scaling::minReplicas)
        .orElse(1);
  }

  private static Optional<DeploymentConfig.Service> entryService(
      Bento bento, DeploymentConfig config) {
    return bento.entryService().map(config.services()::get);
  }
}
