package io.bentoform.api.db;

import java.nio.file.Path;

/** An embedded MariaDB for a test, which fails when it is lost. */
public record TestDatabase(EmbeddedMariaDb process, Address address) implements AutoCloseable {
  /** Starts the database of a folder. */
  public static TestDatabase in(Path folder) {
    EmbeddedMariaDb process =
        new EmbeddedMariaDb(
            folder,
            Path.of(System.getProperty("bentoform.home"), "mariadb"),
            text -> {
              throw new AssertionError(text);
            });
    return new TestDatabase(process, process.start());
  }

  @Override
  public void close() {
    process.close();
  }
}
