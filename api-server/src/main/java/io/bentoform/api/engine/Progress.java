package io.bentoform.api.engine;

import java.net.URI;

/**
 * Is told when a phase of a rollout begins. A phase that has nothing to do may be left out; calls
 * come from the thread that called {@link Engine#apply}.
 */
public interface Progress {
  /** The bento is unpacked and its Python environment is made. */
  void building();

  /** Replicas start and end. */
  void deploying();

  /**
   * The gateway of a codespace listens at its stable URL, whether or not something answers behind
   * it: who works in a codespace needs the URL before the first start.
   */
  void listening(URI url);
}
