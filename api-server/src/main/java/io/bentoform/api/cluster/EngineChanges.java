package io.bentoform.api.cluster;

import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.EngineRequest;
import io.bentoform.api.wire.Violation;
import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes of the engines of clusters.
 *
 * @param defaultImage of pods where a request names none; empty for none
 */
public record EngineChanges(
    ClusterStore store, EngineValues values, ClusterUse use, String defaultImage) {

  /** Adds what is wrong with the engine of a new cluster. */
  void check(EngineRequest request, List<Violation> violations) {
    EngineDraft.of(
        request, ClusterEngine.LOCAL, EngineValues.Values.NONE, defaultImage, violations);
  }

  /**
   * Writes a change, if it is one. Deployments of the cluster are rolled out again with it.
   *
   * @param locked the cluster as it is now, in the same transaction
   * @return whether something has changed
   * @throws ProblemException 422 for a request that is invalid, 409 when another type would lose
   *     sight of deployments
   */
  boolean apply(DbExecute execute, Cluster locked, EngineRequest request) {
    EngineValues.Values stored = values.of(execute, locked);
    List<Violation> violations = new ArrayList<>();
    EngineDraft draft = EngineDraft.of(request, locked.engine(), stored, defaultImage, violations);
    if (!violations.isEmpty()) {
      throw ProblemException.invalid(violations);
    }
    if (draft.changesNothing(locked.engine(), stored)) {
      return false;
    }
    if (draft.type() != locked.engine().type()) {
      requireEmpty(execute, locked, draft.type());
    }
    int version = locked.engine().version() + 1;
    execute.update(
        """
        UPDATE cluster SET engine_type = ?, engine_version = ?, engine_settings = ? WHERE id = ?
        """,
        draft.type().word(),
        version,
        draft.type() == EngineType.KUBERNETES ? Json.write(draft.settings()) : "{}",
        locked.id());
    values.write(execute, locked, version, draft.values());
    use.rollOutAgain(execute, locked);
    return true;
  }

  private void requireEmpty(DbExecute execute, Cluster cluster, EngineType type) {
    if (use.deployments(execute, cluster) > 0) {
      throw ProblemException.conflict(
          "in_use",
          "The cluster "
              + cluster.name()
              + " has deployments, so its engine stays "
              + cluster.engine().type().word()
              + ". Delete them, or move them to a cluster of the type "
              + type.word()
              + ".");
    }
  }

  /**
   * Has the default cluster run on Kubernetes, as the settings of the server say; what they do not
   * name stays as it is.
   *
   * @throws IllegalStateException with a message for users when it cannot
   */
  public void applyToDefault(EngineRequest request) {
    Cluster first = store.all().getFirst();
    try {
      store.changing(execute -> apply(execute, ClusterStore.lock(execute, first), request));
    } catch (ProblemException e) {
      throw new IllegalStateException(
          "The cluster "
              + first.name()
              + " cannot run with --engine kubernetes: "
              + e.problem().detail(),
          e);
    }
  }
}
