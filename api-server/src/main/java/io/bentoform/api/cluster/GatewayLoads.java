package io.bentoform.api.cluster;

import static io.bentoform.api.db.Columns.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.bentoform.api.db.Database;
import io.bentoform.api.gateway.Loads;
import io.bentoform.api.gateway.remote.GatewayJson;
import io.bentoform.api.gateway.remote.ServiceLoad;
import io.bentoform.api.gateway.remote.SharedLoads;
import io.bentoform.api.gateway.remote.ToldLoads;
import io.bentoform.api.gateway.remote.Waited;
import io.helidon.dbclient.DbExecute;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the gateways of a cluster tell, in the database. All times are by the database's clock. */
public final class GatewayLoads implements SharedLoads {
  private static final System.Logger LOG = System.getLogger(GatewayLoads.class.getName());

  /** A gateway that told nothing for longer has gone. It tells something about once a second. */
  private static final int GONE_SECONDS = 10;

  /** Within this time a report tells of a request that waits. */
  private static final int TOLD_SECONDS = 3;

  private static final TypeReference<List<ServiceLoad>> LOADS = new TypeReference<>() {};

  private final Database database;
  private final String clusterUid;
  private volatile boolean away;

  /** Those of the cluster with this uid. */
  public GatewayLoads(Database database, String clusterUid) {
    this.database = database;
    this.clusterUid = clusterUid;
  }

  @Override
  public void tell(String gateway, List<ServiceLoad> busy) {
    String loads = json(busy);
    keep(
        execute ->
            execute.insert(
                """
                INSERT INTO gateway_load (cluster_uid, gateway, loads, told_at) VALUES (?, ?, ?, NOW(6))
                ON DUPLICATE KEY UPDATE loads = VALUES(loads), told_at = VALUES(told_at)
                """,
                clusterUid,
                gateway,
                loads));
  }

  private static String json(List<ServiceLoad> busy) {
    try {
      return GatewayJson.MAPPER.writeValueAsString(busy);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void tellWaiting(Waited waited) {
    keep(
        execute ->
            execute.insert(
                """
                INSERT INTO gateway_wait (cluster_uid, deployment, service, version, told_at)
                VALUES (?, ?, ?, ?, NOW(6))
                ON DUPLICATE KEY UPDATE told_at = VALUES(told_at)
                """,
                clusterUid,
                waited.deployment(),
                waited.service(),
                waited.version()));
  }

  /** While the database is away, gateways still get their routes, and what waits is woken. */
  private void keep(Consumer<DbExecute> write) {
    try {
      database.inTransactionDo(write);
      away = false;
    } catch (RuntimeException e) {
      LOG.log(
          away ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
          "What the gateways of cluster {0} count is not kept: {1}",
          clusterUid,
          e.getMessage());
      away = true;
    }
  }

  @Override
  public Optional<Loads> lately() {
    return database.read(
        execute -> {
          List<String> told =
              execute
                  .query(
                      """
                      SELECT loads FROM gateway_load
                      WHERE cluster_uid = ? AND told_at > NOW(6) - INTERVAL ? SECOND
                      """,
                      clusterUid,
                      GONE_SECONDS)
                  .map(row -> text(row, "loads"))
                  .toList();
          return told.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new ToldLoads(
                      told.stream().flatMap(GatewayLoads::parsed).toList(), waits(execute)));
        });
  }

  private static Stream<ServiceLoad> parsed(String loads) {
    try {
      return GatewayJson.MAPPER.readValue(loads, LOADS).stream();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Waited> waits(DbExecute execute) {
    return execute
        .query(
            """
                SELECT deployment, service, version FROM gateway_wait
                WHERE cluster_uid = ? AND told_at > NOW(6) - INTERVAL ? SECOND
                """,
            clusterUid,
            TOLD_SECONDS)
        .map(row -> new Waited(text(row, "deployment"), text(row, "service"), text(row, "version")))
        .toList();
  }
}
