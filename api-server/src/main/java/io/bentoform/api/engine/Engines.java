package io.bentoform.api.engine;

import java.util.List;

/** The engine of each cluster. */
public interface Engines {
  /**
   * The engine that runs the deployments of a cluster. Fast: an engine that must be connected to
   * first is so by its first use, and calls of it may throw {@link EngineUnavailableException}.
   *
   * @throws IllegalStateException when there is no such cluster
   */
  Engine of(String clusterUid);

  /** All engines that there are now, each once. */
  List<Engine> all();

  /** One engine for all clusters. */
  static Engines only(Engine engine) {
    return new Engines() {
      @Override
      public Engine of(String clusterUid) {
        return engine;
      }

      @Override
      public List<Engine> all() {
        return List.of(engine);
      }
    };
  }
}
