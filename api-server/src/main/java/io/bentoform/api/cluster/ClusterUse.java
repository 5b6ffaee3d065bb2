package io.bentoform.api.cluster;

import io.helidon.dbclient.DbExecute;
import java.util.List;

/**
 * What stands in a cluster, asked before a part of it goes. The features that keep it there answer:
 * this package does not know them.
 */
public interface ClusterUse {
  long secrets(DbExecute execute, Cluster cluster);

  long deployments(DbExecute execute, Cluster cluster);

  /** The names of the deployments whose latest revision uses an instance type. */
  List<String> deploymentsOn(DbExecute execute, Cluster cluster, String instanceType);
}
