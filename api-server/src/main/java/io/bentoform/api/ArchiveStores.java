package io.bentoform.api;

import io.bentoform.api.bento.store.ArchiveStore;
import io.bentoform.api.bento.store.FolderStore;
import io.bentoform.api.bento.store.S3Store;
import io.bentoform.api.bento.store.StoreChoice;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.Installation;
import io.bentoform.api.files.Trash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;

/** Opens the archive store that is set: the one place that knows which kinds there are. */
record ArchiveStores(Settings settings, Database database, Clock clock) {

  /**
   * Opens the store.
   *
   * @param trash of the data folder
   * @throws IllegalStateException with a message for users when it cannot be used
   */
  ArchiveStore open(Trash trash) throws IOException {
    return switch (settings.archiveStore()) {
      case StoreChoice.Own(Path folder) -> FolderStore.open(folder, trash);
      case StoreChoice.Shared(Path folder) -> shared(folder);
      case StoreChoice.Bucket bucket ->
          S3Store.open(bucket, settings.retention().trash(), Installation.id(database), clock);
    };
  }

  private ArchiveStore shared(Path folder) {
    Trash trash = new Trash(folder.resolve("trash"), settings.retention().trash(), clock);
    try {
      return FolderStore.openShared(folder, trash, Installation.id(database));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The archive store "
              + folder
              + " (--archive-store) cannot be used: is it mounted, and may the server write into it?",
          e);
    }
  }
}
