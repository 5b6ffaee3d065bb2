package io.bentoform.api.cluster;

import io.bentoform.api.db.Database;
import io.bentoform.api.scaling.Turn;
import io.helidon.dbclient.DbExecute;
import java.time.Duration;
import java.util.UUID;

/**
 * Which server scales a cluster: a lease in the database, which ends by itself when a server is
 * killed. All times are by the database's clock.
 */
public final class ScalingTurn implements Turn {
  private static final System.Logger LOG = System.getLogger(ScalingTurn.class.getName());
  private static final int HELD_SECONDS = 10;

  /** Less than the lease, as it counts from before the database was asked. */
  private static final Duration SURE = Duration.ofSeconds(HELD_SECONDS - 2);

  private final Database database;
  private final String clusterUid;
  private final String owner = UUID.randomUUID().toString();
  private volatile long sureUntil = System.nanoTime();

  /** That of the cluster with this uid, for one process. */
  public ScalingTurn(Database database, String clusterUid) {
    this.database = database;
    this.clusterUid = clusterUid;
  }

  @Override
  public boolean take() {
    long asked = System.nanoTime();
    boolean ours = database.inTransaction(this::takeOnce);
    if (ours) {
      sureUntil = asked + SURE.toNanos();
    }
    return ours;
  }

  private boolean takeOnce(DbExecute execute) {
    return execute.update(
                """
                UPDATE scaling_turn SET owner = ?, held_until = NOW(6) + INTERVAL ? SECOND
                WHERE cluster_uid = ? AND (owner = ? OR held_until < NOW(6))
                """,
                owner,
                HELD_SECONDS,
                clusterUid,
                owner)
            == 1
        || execute.insert(
                """
                INSERT IGNORE INTO scaling_turn (cluster_uid, owner, held_until)
                VALUES (?, ?, NOW(6) + INTERVAL ? SECOND)
                """,
                clusterUid,
                owner,
                HELD_SECONDS)
            == 1;
  }

  @Override
  public boolean isHeld() {
    return System.nanoTime() - sureUntil < 0;
  }

  @Override
  public void giveBack() {
    sureUntil = System.nanoTime();
    try {
      database.inTransactionDo(
          execute ->
              execute.delete(
                  "DELETE FROM scaling_turn WHERE cluster_uid = ? AND owner = ?",
                  clusterUid,
                  owner));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.DEBUG, "The turn ends by itself: {0}", e.getMessage());
    }
  }
}
