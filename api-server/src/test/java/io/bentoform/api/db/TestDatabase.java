package io.bentoform.api.db;

import java.nio.file.Path;
import java.util.List;

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

  /** The database processes of a folder, or of one below it. */
  public static List<ProcessHandle> processes(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .map(arguments -> String.join(" ", arguments).contains("--datadir=" + folder))
                    .orElse(false))
        .toList();
  }

  @Override
  public void close() {
    process.close();
  }
}
