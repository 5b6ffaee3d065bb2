package io.bentoform.api.bento.store;

import io.bentoform.api.files.PrivateFiles;
import io.bentoform.api.http.ProblemException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;

/** An archive that is written into a file. */
final class FolderDraft extends OutputStream implements Draft {
  /** Kept free, because the database is often on the same disk. */
  private static final long RESERVE = 256L << 20;

  private static final long BETWEEN_PAUSES = 64L << 20;

  private final Path folder;
  private final Path draft;
  private final Function<String, Path> target;
  // No channel: an interrupt, which ends a stalled upload, would close it.
  private final FileOutputStream file;
  private long bytes;
  private long nextPause = BETWEEN_PAUSES;

  private FolderDraft(Path folder, Path draft, Function<String, Path> target) throws IOException {
    this.folder = folder;
    this.draft = draft;
    this.target = target;
    this.file = new FileOutputStream(draft.toFile());
  }

  /**
   * Begins a draft.
   *
   * @param bytes its announced size
   * @param target the file of an archive by its digest
   */
  static FolderDraft of(Path folder, Path draft, long bytes, Function<String, Path> target)
      throws IOException {
    requireSpace(folder, bytes);
    return new FolderDraft(folder, PrivateFiles.createFile(draft), target);
  }

  /** Requires free disk space for this many more bytes. */
  private static void requireSpace(Path folder, long bytes) throws IOException {
    long usable = Files.getFileStore(folder).getUsableSpace();
    if (usable - RESERVE < bytes) {
      throw ProblemException.insufficientStorage(
          "The server's disk has no room for the archive: it has "
              + bytes
              + " more bytes to come, and "
              + Math.max(0, usable - RESERVE)
              + " are free. Free space in its folder of archives, then push again.");
    }
  }

  @Override
  public OutputStream content() {
    return this;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    file.write(buffer, offset, length);
    bytes += length;
    if (bytes >= nextPause) {
      nextPause = bytes + BETWEEN_PAUSES;
      pause();
    }
  }

  /**
   * Periodically, so that little is left to write at the end: the client waits 60 seconds for an
   * answer after its last byte, however large the archive is.
   */
  private void pause() throws IOException {
    requireSpace(folder, BETWEEN_PAUSES);
    file.getFD().sync();
  }

  @Override
  public void publish(String digest) throws IOException {
    file.getFD().sync();
    Files.move(
        draft,
        target.apply(digest),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    PrivateFiles.sync(folder);
  }

  @Override
  public void close() throws IOException {
    file.close();
    Files.deleteIfExists(draft);
  }
}
