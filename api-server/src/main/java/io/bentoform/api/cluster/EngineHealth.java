package io.bentoform.api.cluster;

import io.bentoform.api.wire.EngineResponse;

/** How the engine of a cluster is. Implemented where engines are opened. */
public interface EngineHealth {
  /** Asks the cluster now, for a few seconds at most. Never fails: what is wrong is its answer. */
  EngineResponse.Health of(Cluster cluster);
}
