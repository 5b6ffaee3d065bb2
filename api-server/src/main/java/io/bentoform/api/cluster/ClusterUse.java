package io.bentoform.api.cluster;

import io.helidon.dbclient.DbExecute;
import java.util.List;

/**
 * What a cluster contains, checked before a deletion. Implemented by features that this package
 * does not depend on.
 */
public interface ClusterUse {
  long secrets(DbExecute execute, Cluster cluster);

  long deployments(DbExecute execute, Cluster cluster);

  /** Has all deployments that run or should run rolled out again: what runs them has changed. */
  void rollOutAgain(DbExecute execute, Cluster cluster);

  /** The names of the deployments whose latest revision uses an instance type. */
  List<String> deploymentsOn(DbExecute execute, Cluster cluster, String instanceType);
}
