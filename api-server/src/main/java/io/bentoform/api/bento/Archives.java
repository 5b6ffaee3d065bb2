package io.bentoform.api.bento;

import io.bentoform.api.archive.ArchiveException;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.ArchiveReader;
import io.bentoform.api.archive.BlockInputStream;
import io.bentoform.api.files.PrivateFiles;
import io.bentoform.api.files.Trash;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.StallGuard;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The archives of bentos and models, each stored once by its SHA-256. An archive is checked while
 * it is streamed to a draft, and renamed when it is complete and on disk, so an interrupted or
 * invalid upload leaves nothing that could be used.
 */
public final class Archives {
  private static final String ENDING = ".tar";

  /** Kept free, because the database is often on the same disk. */
  private static final long RESERVE = 256L << 20;

  private static final long BETWEEN_PAUSES = 64L << 20;

  private final Path folder;
  private final ArchiveLimits limits;
  private final Map<String, Integer> held = new HashMap<>();

  /** Creates the folder and removes the drafts of a killed server. */
  public Archives(Path folder, ArchiveLimits limits) throws IOException {
    this.folder = folder;
    this.limits = limits;
    Files.createDirectories(folder);
    try (var drafts = Files.newDirectoryStream(folder, "*.draft")) {
      for (Path draft : drafts) {
        Files.delete(draft);
      }
    }
  }

  ArchiveLimits limits() {
    return limits;
  }

  /** An archive on disk, which is not removed until this is closed. */
  final class Stored implements AutoCloseable {
    private final String digest;
    private final long bytes;

    private Stored(String digest, long bytes) {
      this.digest = digest;
      this.bytes = bytes;
    }

    String digest() {
      return digest;
    }

    long bytes() {
      return bytes;
    }

    @Override
    public void close() {
      release(digest);
    }
  }

  /**
   * Stores an upload.
   *
   * @param announced the announced length in bytes
   * @throws ArchiveException when the content is rejected
   * @throws ProblemException when the archive is too large, or the disk too full, or it is not as
   *     long as was announced
   * @throws IOException when the stream breaks
   */
  Stored store(ArchiveKind kind, InputStream content, long announced) throws IOException {
    if (announced > limits.bytes()) {
      throw ProblemException.tooLarge(
          "The archive has "
              + announced
              + " bytes, more than the "
              + limits.bytes()
              + " that this server takes (setting archive-bytes).");
    }
    requireSpace(announced);
    Path draft = Files.createTempFile(folder, "upload", ".draft");
    try {
      String digest = receive(kind, content, announced, draft);
      publish(draft, digest);
      return new Stored(digest, announced);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private String receive(ArchiveKind kind, InputStream content, long announced, Path draft)
      throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    // No channel: an interrupt, which ends a stalled upload, would close it.
    try (FileOutputStream file = new FileOutputStream(draft.toFile());
        OutputStream copy = new DigestOutputStream(file, digest)) {
      try (StallGuard guard = new StallGuard(limits.patience())) {
        Copying copying = new Copying(content, copy, guard, () -> pause(file));
        ArchiveReader.check(copying, announced, kind);
        copying.transferTo(OutputStream.nullOutputStream());
        if (copying.bytes() != announced) {
          throw ProblemException.badRequest(
              "incomplete", copying.bytes() + " of " + announced + " announced bytes arrived.");
        }
      }
      file.getFD().sync();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * Periodically, so that little is left to write at the end: the client waits 60 seconds for an
   * answer after its last byte, however large the archive is.
   */
  private void pause(FileOutputStream file) throws IOException {
    requireSpace(BETWEEN_PAUSES);
    file.getFD().sync();
  }

  private void publish(Path draft, String digest) throws IOException {
    hold(digest);
    boolean published = false;
    try {
      Files.move(
          draft, path(digest), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      PrivateFiles.sync(folder);
      published = true;
    } finally {
      if (!published) {
        release(digest);
      }
    }
  }

  /** Requires free disk space for this many more bytes. */
  private void requireSpace(long bytes) throws IOException {
    long usable = Files.getFileStore(folder).getUsableSpace();
    if (usable - RESERVE < bytes) {
      throw ProblemException.insufficientStorage(
          "The server's disk has no room for the archive: it has "
              + bytes
              + " more bytes to come, and "
              + Math.max(0, usable - RESERVE)
              + " are free. Free space in its data folder, then push again.");
    }
  }

  /** The file of the archive with this digest. */
  public Path path(String digest) {
    return folder.resolve(digest + ENDING);
  }

  /** The digests of all archives. */
  List<String> digests() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(ENDING))
          .map(name -> name.substring(0, name.length() - ENDING.length()))
          .toList();
    }
  }

  private synchronized void hold(String digest) {
    held.merge(digest, 1, Integer::sum);
  }

  private synchronized void release(String digest) {
    held.computeIfPresent(digest, (key, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Moves an archive to the trash unless it is needed, or was stored just now and its row is not
   * written yet.
   *
   * @return whether it is in the trash now
   */
  synchronized boolean discardUnless(String digest, Predicate<String> needed, Trash trash)
      throws IOException {
    if (!held.containsKey(digest) && !needed.test(digest)) {
      trash.discard(path(digest));
      return true;
    }
    return false;
  }

  /** Copies and counts what is read, and checks the free disk space. */
  private static final class Copying extends BlockInputStream {
    private final InputStream in;
    private final OutputStream copy;
    private final StallGuard guard;
    private final Pause pause;
    private long bytes;
    private long nextPause = BETWEEN_PAUSES;

    Copying(InputStream in, OutputStream copy, StallGuard guard, Pause pause) {
      this.in = in;
      this.copy = copy;
      this.guard = guard;
      this.pause = pause;
    }

    long bytes() {
      return bytes;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      if (read > 0) {
        copy.write(buffer, offset, read);
        bytes += read;
        guard.moved(bytes);
        if (bytes >= nextPause) {
          nextPause = bytes + BETWEEN_PAUSES;
          pause.run();
        }
      }
      return read;
    }
  }

  private interface Pause {
    void run() throws IOException;
  }
}
