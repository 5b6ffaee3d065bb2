package io.bentoform.api.db;

import com.zaxxer.hikari.HikariDataSource;
import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbTransaction;
import io.helidon.dbclient.jdbc.JdbcClientBuilder;
import io.helidon.dbclient.jdbc.JdbcConnectionPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The one place that opens connections and transactions. A transaction always ends: by commit when
 * the work returns, by rollback when it throws; after a deadlock or a lock timeout the work is
 * repeated, so it must have no effect outside the database.
 */
public final class Database implements AutoCloseable {
  private static final int ATTEMPTS = 6;
  private static final int DEADLOCK = 1213;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int DUPLICATE_KEY = 1062;
  private static final int PARENT_MISSING = 1452;

  private final HikariDataSource writes;
  private final HikariDataSource reads;
  private final DbClient transactions;
  private final DbClient statements;

  private Database(HikariDataSource writes, HikariDataSource reads) {
    this.writes = writes;
    this.reads = reads;
    this.transactions = client(writes);
    this.statements = client(reads);
  }

  private static DbClient client(HikariDataSource dataSource) {
    return JdbcClientBuilder.create().connectionPool(new PooledConnections(dataSource)).build();
  }

  /**
   * Opens the pools and brings the schema up to date. Transactions and reads have separate
   * connections, so that none has to be reconfigured.
   *
   * @param poolSize connections for transactions, and half as many for reads; commits are grouped,
   *     so concurrent writers need more of them
   * @throws DatabaseUnavailableException when no connection can be opened, or a migration fails
   */
  public static Database open(Address address, int poolSize) {
    HikariDataSource writes = new Pool(address, "transactions", poolSize).forWrites();
    try {
      Migrations.run(address, writes);
      return new Database(writes, new Pool(address, "reads", Math.max(2, poolSize / 2)).forReads());
    } catch (RuntimeException e) {
      writes.close();
      throw new DatabaseUnavailableException(address.url(), e);
    }
  }

  /**
   * Runs a read of one statement, which sees a consistent state and needs no transaction. The
   * stream of the query must be consumed inside the work.
   */
  public <T> T readOne(Function<DbExecute, T> work) {
    return work.apply(statements.execute());
  }

  /**
   * Runs a read that sees one consistent state of the database. The stream of a query must be
   * consumed inside the work.
   */
  public <T> T read(Function<DbExecute, T> work) {
    return once(statements, work);
  }

  /** Runs the work in a transaction and returns its result, once that is durable. */
  public <T> T inTransaction(Function<DbExecute, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(transactions, work);
      } catch (RuntimeException e) {
        if (attempt == ATTEMPTS || !hasCode(e, DEADLOCK, LOCK_WAIT_TIMEOUT)) {
          throw e;
        }
        pause(attempt);
      }
    }
  }

  /** As {@link #inTransaction(Function)}, for work that returns nothing. */
  public void inTransactionDo(Consumer<DbExecute> work) {
    inTransaction(
        execute -> {
          work.accept(execute);
          return true;
        });
  }

  private static <T> T once(DbClient client, Function<DbExecute, T> work) {
    DbTransaction transaction = client.transaction();
    try {
      T result = work.apply(transaction);
      transaction.commit();
      return result;
    } catch (RuntimeException | Error e) {
      rollBack(transaction, e);
      throw e;
    }
  }

  /** A failed rollback must not hide the failure of the work. */
  private static void rollBack(DbTransaction transaction, Throwable failure) {
    try {
      transaction.rollback();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(5L << attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the failure is a duplicate unique key. */
  public static boolean isDuplicate(RuntimeException failure) {
    return hasCode(failure, DUPLICATE_KEY);
  }

  /** Whether the failure is a foreign key to a missing row of this table. */
  public static boolean isWithoutParent(Throwable failure, String table) {
    if (!hasCode(failure, PARENT_MISSING)) {
      return false;
    }
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .map(cause -> String.valueOf(cause.getMessage()))
        .anyMatch(message -> message.contains("REFERENCES `" + table + "`"));
  }

  private static boolean hasCode(Throwable failure, int... codes) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        for (int code : codes) {
          if (sql.getErrorCode() == code) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether a connection answers within a second. */
  public boolean isHealthy() {
    try (Connection connection = reads.getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    statements.close();
    transactions.close();
    reads.close();
    writes.close();
  }

  private record PooledConnections(HikariDataSource dataSource) implements JdbcConnectionPool {
    @Override
    public Connection connection() {
      try {
        return dataSource.getConnection();
      } catch (SQLException e) {
        throw new DatabaseUnavailableException(dataSource.getJdbcUrl(), e);
      }
    }

    @Override
    public String name() {
      return "hikari";
    }

    @Override
    public String type() {
      return "hikari";
    }
  }
}
