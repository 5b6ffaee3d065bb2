package io.bentoform.api.secret;

import io.bentoform.api.cluster.Cluster;
import io.helidon.dbclient.DbExecute;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What uses secrets, for this package, which does not depend on that feature. */
public interface SecretUse {
  /** The deployments whose latest revision uses a secret, by name. */
  List<UsingDeployment> deployments(DbExecute execute, Cluster cluster, String secret);

  /**
   * A deployment that uses a secret.
   *
   * @param status the word of the contract
   * @param held what its replicas have; null when it is terminated, as it then starts with the
   *     secrets as they are
   * @param lastStart how long its last rollout took; null when that is not known
   */
  record UsingDeployment(
      String name, String uid, String status, @Nullable Held held, @Nullable Duration lastStart) {}

  /**
   * A secret as replicas have it.
   *
   * @param uid tells it from a later secret of the same name
   */
  record Held(String uid, int revision, List<String> keys) {}
}
