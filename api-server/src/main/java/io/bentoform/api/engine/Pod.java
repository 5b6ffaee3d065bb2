package io.bentoform.api.engine;

import java.util.Locale;

/**
 * A build or a replica of a deployment, in Kubernetes terms.
 *
 * @param name unique among the pods of all deployments, begins with the deployment's name
 */
public record Pod(String name, Role role, Phase phase) {

  /** Its purpose. */
  public enum Role {
    /** Builds the environment of a bento, as BentoCloud builds its image. */
    IMAGE_BUILDER,
    /** Serves requests. */
    API_SERVER
  }

  /** Its phase. */
  public enum Phase {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED;

    /** The name in Kubernetes. */
    public String word() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }
}
