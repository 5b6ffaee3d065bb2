package io.bentoform.api.engine;

/**
 * Is told when a phase of a rollout begins. A phase that has nothing to do may be left out; calls
 * come from the thread that called {@link Engine#apply}.
 */
public interface Progress {
  /** The bento is unpacked and its Python environment is made. */
  void building();

  /** Replicas start and end. */
  void deploying();
}
