package io.bentoform.api.bento.store;

import io.bentoform.api.archive.ArchiveContent;
import io.bentoform.api.archive.ArchiveSource;
import io.bentoform.api.files.Trash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Archives in a folder. A draft is renamed when it is complete and on disk, so an interrupted
 * upload leaves nothing that could be used.
 */
public final class FolderStore implements ArchiveStore {
  private final Path folder;
  private final Trash trash;

  private FolderStore(Path folder, Trash trash) {
    this.folder = folder;
    this.trash = trash;
  }

  /**
   * Opens the store and creates its folder.
   *
   * @param trash on the same disk
   */
  public static FolderStore open(Path folder, Trash trash) throws IOException {
    return new FolderStore(Files.createDirectories(folder), trash);
  }

  /**
   * Opens a store that several servers may share. It belongs to one installation: to another one,
   * its archives would look unneeded.
   *
   * @throws IllegalStateException with a message for users when it belongs to another installation
   */
  public static FolderStore openShared(Path folder, Trash trash, String installation)
      throws IOException {
    FolderStore store = open(folder, trash);
    Path owner = folder.resolve(Owner.NAME);
    if (!Files.exists(owner)) {
      // Two servers may do so at once.
      Path draft = Files.createTempFile(folder, Owner.NAME, ".draft");
      Files.writeString(draft, installation + "\n");
      Files.move(draft, owner, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    Owner.require(Files.readString(owner), installation, folder.toString());
    return store;
  }

  @Override
  public Draft begin(String attempt, long bytes) throws IOException {
    return FolderDraft.of(folder, draft(attempt), bytes, this::path);
  }

  private Path draft(String attempt) {
    return folder.resolve("upload-" + attempt + ".draft");
  }

  @Override
  public void removeDraft(String attempt, Optional<String> digest) throws IOException {
    Files.deleteIfExists(draft(attempt));
  }

  @Override
  public ArchiveContent open(String digest) throws IOException {
    return ArchiveSource.of(path(digest)).open();
  }

  private Path path(String digest) {
    return folder.resolve(ArchiveName.of(digest));
  }

  @Override
  public List<String> digests() throws IOException {
    try (var files = Files.list(folder)) {
      return files.flatMap(file -> ArchiveName.digests(file.getFileName().toString())).toList();
    }
  }

  @Override
  public boolean discard(String digest, Instant since) throws IOException {
    trash.discard(path(digest));
    return true;
  }

  @Override
  public void removeExpired() throws IOException {
    trash.removeExpired();
  }

  @Override
  public Optional<DirectTransfers> direct() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
