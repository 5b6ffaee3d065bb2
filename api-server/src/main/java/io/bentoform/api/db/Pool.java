package io.bentoform.api.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/**
 * Connections of one kind. Their characteristics are set when they are opened: one set for the next
 * transaction would apply to a later one if this one were empty.
 */
record Pool(Address address, String name, int size) {

  /** Connections that are always in a transaction; each statement sees what is committed. */
  HikariDataSource forWrites() {
    HikariConfig config = config();
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    return open(config);
  }

  /** Connections for reads; a transaction sees one consistent state. */
  HikariDataSource forReads() {
    HikariConfig config = config();
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    return open(config);
  }

  private HikariConfig config() {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(address.url());
    config.setUsername(address.user());
    config.setPassword(address.password().reveal());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(Math.min(4, size));
    config.setConnectionTimeout(Duration.ofSeconds(10).toMillis());
    config.setConnectionInitSql("SET time_zone = '+00:00', innodb_lock_wait_timeout = 10");
    return config;
  }

  private HikariDataSource open(HikariConfig config) {
    try {
      return new HikariDataSource(config);
    } catch (RuntimeException e) {
      throw new DatabaseUnavailableException(address.url(), e);
    }
  }
}
