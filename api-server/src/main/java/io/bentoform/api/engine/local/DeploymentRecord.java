package io.bentoform.api.engine.local;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.Specification;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept on disk of a deployment.
 *
 * @param revision the last one that was rolled out; -1 before the first and after a stop
 * @param port of its address
 * @param isProtected whether its endpoint asks for a token
 * @param entry the service that takes requests from outside; null in a record of a server that knew
 *     of one service alone
 * @param replicas how many replicas of each service should run, by its id as text; null as before
 */
record DeploymentRecord(
    String uid,
    String name,
    int revision,
    int port,
    boolean isProtected,
    @Nullable String entry,
    @Nullable Map<String, Integer> replicas) {
  static final int NO_REVISION = -1;

  /** How many replicas of each service should run. */
  Map<String, Integer> wanted() {
    return replicas == null ? Map.of() : replicas;
  }

  /** The service that takes requests from outside; empty when it is not known. */
  String entryService() {
    return entry == null ? "" : entry;
  }

  /** The same as an id. */
  ServiceId entryId() {
    return new ServiceId(Specification.MAIN, entryService());
  }

  DeploymentRecord withPort(int value) {
    return new DeploymentRecord(uid, name, revision, value, isProtected, entry, replicas);
  }

  DeploymentRecord withProtection(boolean value) {
    return new DeploymentRecord(uid, name, revision, port, value, entry, replicas);
  }

  DeploymentRecord withReplicas(Map<String, Integer> value) {
    return new DeploymentRecord(uid, name, revision, port, isProtected, entry, value);
  }

  /** After a stop: nothing is rolled out. */
  DeploymentRecord stopped() {
    return new DeploymentRecord(uid, name, NO_REVISION, port, isProtected, entry, Map.of());
  }
}
