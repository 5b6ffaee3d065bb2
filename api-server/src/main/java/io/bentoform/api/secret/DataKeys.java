package io.bentoform.api.secret;

import static io.bentoform.api.db.Columns.base64;
import static io.bentoform.api.db.Columns.integer;

import io.bentoform.api.crypto.KeyWrapper;
import io.bentoform.api.crypto.Sealer;
import io.bentoform.api.crypto.UnsealException;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.helidon.dbclient.DbExecute;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The data keys of the organizations, unwrapped once and then held in memory. */
public final class DataKeys {
  private final Database database;
  private final KeyWrapper wrapper;
  private final Clock clock;
  private final Map<Long, Sealer> sealers = new ConcurrentHashMap<>();

  public DataKeys(Database database, KeyWrapper wrapper, Clock clock) {
    this.database = database;
    this.wrapper = wrapper;
    this.clock = clock;
  }

  /** Whether a root key has sealed any data key yet. */
  public static boolean exist(Database database) {
    return database.read(
        execute -> execute.get("SELECT version FROM data_key LIMIT 1").isPresent());
  }

  /**
   * Opens all data keys, so that a server with a wrong root key does not start.
   *
   * @throws UnsealException when the root key is not the one that wrapped them
   */
  public void open() {
    List<Long> organizations =
        database.read(
            execute ->
                execute
                    .query("SELECT id FROM organization")
                    .map(row -> Columns.number(row, "id"))
                    .toList());
    organizations.forEach(this::sealer);
  }

  /**
   * Opens an organization's data keys, and creates the first one.
   *
   * @throws UnsealException when the root key is not the one that wrapped them
   */
  public Sealer sealer(long organizationId) {
    return sealers.computeIfAbsent(
        organizationId, id -> database.inTransaction(execute -> load(execute, id)));
  }

  private Sealer load(DbExecute execute, long organizationId) {
    // The lock on the organization serialises two servers that start at once.
    execute
        .query("SELECT id FROM organization WHERE id = ? FOR UPDATE", organizationId)
        .forEach(row -> {});
    Map<Integer, byte[]> keys = read(execute, organizationId);
    if (keys.isEmpty()) {
      byte[] key = Sealer.newKey();
      execute.insert(
          "INSERT INTO data_key (organization_id, version, wrapped, created_at) VALUES (?, 1, ?,"
              + " ?)",
          organizationId,
          wrapper.wrap(key),
          Columns.utc(clock.instant()));
      keys.put(1, key);
    }
    int current = keys.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
    return new Sealer(keys, current);
  }

  private Map<Integer, byte[]> read(DbExecute execute, long organizationId) {
    Map<Integer, byte[]> keys = new HashMap<>();
    execute
        .query(
            """
            SELECT version, TO_BASE64(wrapped) AS wrapped
            FROM data_key WHERE organization_id = ?
            """,
            organizationId)
        .forEach(row -> keys.put(integer(row, "version"), unwrap(base64(row, "wrapped"))));
    return keys;
  }

  private byte[] unwrap(byte[] wrapped) {
    try {
      return wrapper.unwrap(wrapped);
    } catch (UnsealException e) {
      throw new UnsealException(
          "The root key is not the one that sealed this database's secrets. Start with the root key"
              + " of this data folder, or restore it from your backup.");
    }
  }
}
