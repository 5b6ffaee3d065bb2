package io.bentoform.api.db;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of a MariaDB server.
 *
 * @param home the folder above {@code bin}, {@code scripts} and {@code share}
 */
record MariaDbBinaries(Path home, Path server, Path installer) {

  /**
   * Finds MariaDB: first the one that the build unpacked beside the server, then a {@code mariadbd}
   * on the PATH.
   *
   * @throws IllegalStateException when there is none, saying what to install
   */
  static MariaDbBinaries find(Path bundled) {
    return at(bundled)
        .or(MariaDbBinaries::onPath)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "No MariaDB was found for the embedded database. Install a MariaDB server"
                        + " (Debian: mariadb-server) so that mariadbd is on the PATH, or name an"
                        + " external database with --database-url."));
  }

  private static Optional<MariaDbBinaries> at(Path home) {
    return programs(
        home, List.of("bin", "sbin", "libexec"), List.of("scripts", "bin"), home.resolve("bin"));
  }

  private static Optional<MariaDbBinaries> onPath() {
    String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/sbin";
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(folder -> Files.isExecutable(Path.of(folder, "mariadbd")))
        .map(folder -> Path.of(folder).toAbsolutePath().getParent())
        .flatMap(home -> at(home).stream())
        .findFirst();
  }

  private static Optional<MariaDbBinaries> programs(
      Path home, List<String> serverFolders, List<String> installerFolders, Path tools) {
    Optional<Path> server = first(home, serverFolders, "mariadbd");
    Optional<Path> installer = first(home, installerFolders, "mariadb-install-db");
    if (server.isEmpty() || installer.isEmpty()) {
      return Optional.empty();
    }
    // A jar carries no execute bits.
    List.of(
            server.get(),
            installer.get(),
            tools.resolve("my_print_defaults"),
            tools.resolve("resolveip"))
        .forEach(MariaDbBinaries::makeExecutable);
    return Optional.of(new MariaDbBinaries(home, server.get(), installer.get()));
  }

  private static Optional<Path> first(Path home, List<String> folders, String program) {
    return folders.stream()
        .map(folder -> home.resolve(folder).resolve(program))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private static void makeExecutable(Path program) {
    if (Files.exists(program)
        && !Files.isExecutable(program)
        && !program.toFile().setExecutable(true)) {
      throw new UncheckedIOException(new IOException(program + " cannot be made executable"));
    }
  }
}
