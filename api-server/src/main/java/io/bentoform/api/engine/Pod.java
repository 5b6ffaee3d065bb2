package io.bentoform.api.engine;

import java.util.Locale;

/**
 * A part of a deployment that runs and has a log, in the words of Kubernetes.
 *
 * @param name unique among the pods of all deployments, begins with the deployment's name
 */
public record Pod(String name, Role role, Phase phase) {

  /** What it is there for. */
  public enum Role {
    /** Makes the environment of a bento, as BentoCloud builds its image. */
    IMAGE_BUILDER,
    /** Serves requests. */
    API_SERVER
  }

  /** How far it is. */
  public enum Phase {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED;

    /** The word of Kubernetes. */
    public String word() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }
}
