package io.bentoform.api.engine;

import java.net.URI;

/**
 * Receives the phases of a rollout. A phase with nothing to do may be skipped; calls come from the
 * thread that called {@link Engine#apply}.
 */
public interface Progress {
  /** The bento is unpacked and its Python environment is made. */
  void building();

  /** Replicas start and end. */
  void deploying();

  /**
   * The gateway listens at the stable URL, which is known before the first replica runs: requests
   * wait there, and the user of a codespace needs it before the first start.
   */
  void listening(URI url);
}
