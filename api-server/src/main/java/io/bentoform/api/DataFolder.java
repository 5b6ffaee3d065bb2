package io.bentoform.api;

import io.bentoform.api.access.Administrator;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.Installation;
import io.bentoform.api.db.Uid;
import io.bentoform.api.files.FolderLock;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The folder of all persistent files. It is locked before anything in it is read, and belongs to
 * one database: with another one, its files would look unused.
 */
final class DataFolder implements AutoCloseable {
  private final Path folder;
  private final FolderLock lock;

  private DataFolder(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Locks the folder.
   *
   * @throws IOException with a message for users when another server holds it, or it cannot be used
   */
  static DataFolder lock(Path folder) throws IOException {
    return new DataFolder(folder, FolderLock.take(folder, "server.lock"));
  }

  /**
   * Checks that the folder and the database belong together, and records it in a new folder.
   *
   * @throws IllegalStateException with both ids and the remedy when they do not
   */
  void requireInstallation(Database database) throws IOException {
    Path file = folder.resolve("installation.id");
    String ofDatabase = Installation.id(database);
    String ofFolder = Files.exists(file) ? Files.readString(file).strip() : "";
    if (ofFolder.isEmpty() && (!isUsed() || Administrator.hasServed(database, serverId()))) {
      PrivateFiles.write(file, ofDatabase + "\n");
    } else if (!ofFolder.equals(ofDatabase)) {
      throw new IllegalStateException(
          "The data folder %s belongs to %s, but the database belongs to the installation %s. Start the server with a --data and a --database-url that belong together. To use this folder with this database anyway, write %3$s to %s: files that the database does not reference are then moved to %s."
              .formatted(
                  folder,
                  ofFolder.isEmpty() ? "another database" : "the installation " + ofFolder,
                  ofDatabase,
                  file,
                  trash()));
    }
  }

  /** Before installation ids existed, a server wrote only its own id. */
  private boolean isUsed() {
    return Files.exists(serverIdFile());
  }

  /** The name under which this server leases work: the same after a restart. */
  String serverId() throws IOException {
    if (!isUsed()) {
      PrivateFiles.write(serverIdFile(), Uid.next());
    }
    return Files.readString(serverIdFile()).strip();
  }

  private Path serverIdFile() {
    return folder.resolve("server.id");
  }

  Path trash() {
    return folder.resolve("trash");
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
