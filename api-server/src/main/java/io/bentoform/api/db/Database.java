package io.bentoform.api.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbTransaction;
import io.helidon.dbclient.jdbc.JdbcClientBuilder;
import io.helidon.dbclient.jdbc.JdbcConnectionPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The one place that opens connections and transactions. A transaction always ends: by commit when
 * the work returns, by rollback when it throws; a deadlock or a lock timeout repeats the work, so
 * the work must have no effect outside the database.
 */
public final class Database implements AutoCloseable {
  private static final int ATTEMPTS = 6;
  private static final int DEADLOCK = 1213;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int DUPLICATE_KEY = 1062;
  private static final int PARENT_MISSING = 1452;

  private final HikariDataSource dataSource;
  private final DbClient client;

  private Database(HikariDataSource dataSource) {
    this.dataSource = dataSource;
    this.client = JdbcClientBuilder.create().connectionPool(new Pool(dataSource)).build();
  }

  /**
   * Opens the pool and brings the schema up to date.
   *
   * @param poolSize connections; commits are grouped, so more writers at once need more of them
   * @throws DatabaseUnavailableException when no connection can be had, or a migration fails
   */
  public static Database open(Address address, int poolSize) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("database");
    config.setJdbcUrl(address.url());
    config.setUsername(address.user());
    config.setPassword(address.password().reveal());
    config.setMaximumPoolSize(poolSize);
    config.setMinimumIdle(Math.min(4, poolSize));
    config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
    config.setConnectionInitSql("SET time_zone = '+00:00', innodb_lock_wait_timeout = 10");
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    try {
      HikariDataSource dataSource = new HikariDataSource(config);
      migrate(dataSource, address);
      return new Database(dataSource);
    } catch (RuntimeException e) {
      throw new DatabaseUnavailableException(address.url(), e);
    }
  }

  private static void migrate(HikariDataSource dataSource, Address address) {
    try {
      Migrations.run(address, dataSource);
    } catch (RuntimeException e) {
      dataSource.close();
      throw e;
    }
  }

  /**
   * Runs a read that sees one state of the database from its first statement to its last. The
   * stream of a query must be consumed inside the work.
   */
  public <T> T read(Function<DbExecute, T> work) {
    return once(
        execute -> {
          // For the transaction that begins with the next statement.
          execute.dml("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
          return work.apply(execute);
        });
  }

  /** Runs the work in a transaction and returns what it returned, once that is durable. */
  public <T> T inTransaction(Function<DbExecute, T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(work);
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

  private <T> T once(Function<DbExecute, T> work) {
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

  /** After a query that failed there is nothing to roll back, which must not hide the failure. */
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

  /** Whether the failure is that a row with this unique key exists already. */
  public static boolean isDuplicate(RuntimeException failure) {
    return hasCode(failure, DUPLICATE_KEY);
  }

  /** Whether the failure is that the row of this table to which a new one belongs is gone. */
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
    try (Connection connection = dataSource.getConnection()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    client.close();
    dataSource.close();
  }

  private record Pool(HikariDataSource dataSource) implements JdbcConnectionPool {
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
