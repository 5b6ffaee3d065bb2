package io.bentoform.api.codespace;

import io.bentoform.api.files.PrivateFiles;
import io.bentoform.api.wire.FilesResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The files of codespaces on disk: a private folder for each deployment, from which an engine runs
 * it and which is deleted with it. Uploads are beside them until they are complete.
 */
public final class Projects {
  private static final Logger LOG = Logger.getLogger(Projects.class.getName());

  /** Where Python compiles to; not files of the project. */
  private static final String COMPILED = "__pycache__";

  private final Path projects;
  private final Path drafts;
  private final Path pending;
  private final ConcurrentHashMap<String, ReentrantLock> turns = new ConcurrentHashMap<>();

  /** Creates the folder and removes the drafts of a killed server. */
  public Projects(Path root) throws IOException {
    this.projects = PrivateFiles.createFolder(root.resolve("projects"));
    this.drafts = root.resolve("drafts");
    this.pending = PrivateFiles.createFolder(root.resolve("unsettled"));
    PrivateFiles.delete(drafts);
    PrivateFiles.createFolder(drafts);
  }

  /** The files of a deployment. */
  public Path folder(String uid) {
    return projects.resolve(uid);
  }

  /** A new private folder for an upload, on the same file system. */
  Path newDrafts() throws IOException {
    return PrivateFiles.createFolder(drafts.resolve(UUID.randomUUID().toString()));
  }

  /** Runs an action while nobody else changes the files of this deployment. */
  <T> T withLock(String uid, Supplier<T> action) {
    ReentrantLock turn = turns.computeIfAbsent(uid, key -> new ReentrantLock());
    turn.lock();
    try {
      return action.get();
    } finally {
      turn.unlock();
    }
  }

  /** Marks that files change, until {@link #clearPending}. */
  void markPending(String uid) throws IOException {
    PrivateFiles.write(pending.resolve(uid), new byte[0]);
  }

  void clearPending(String uid) throws IOException {
    Files.deleteIfExists(pending.resolve(uid));
  }

  /**
   * Whether a change was interrupted: some of its files may be in place, and it was not recorded.
   * The next change completes it.
   */
  boolean isPending(String uid) {
    return Files.exists(pending.resolve(uid));
  }

  /** Removes all files of a deployment that is being deleted. */
  public void remove(String uid) {
    withLock(
        uid,
        () -> {
          try {
            PrivateFiles.delete(folder(uid));
            clearPending(uid);
            return true;
          } catch (IOException e) {
            throw new UncheckedIOException(
                "The files of codespace " + uid + " could not be removed", e);
          }
        });
    turns.remove(uid);
  }

  /** A file of a project. */
  record Entry(Path file, long bytes) {}

  /** All files of a project. */
  List<Entry> entries(String uid) throws IOException {
    List<Entry> entries = new ArrayList<>();
    if (Files.isDirectory(folder(uid), LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(folder(uid), new Finder(entries));
    }
    return entries;
  }

  /** The answer that lists them, by path. */
  List<FilesResponse.File> list(String uid) throws IOException {
    List<FilesResponse.File> files = new ArrayList<>();
    for (Entry entry : entries(uid)) {
      // For comparison by the client (contract C9), not for security.
      MessageDigest md5 = DigestUtils.getMd5Digest();
      try (InputStream in = Files.newInputStream(entry.file());
          OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), md5)) {
        long bytes = in.transferTo(out);
        String path = folder(uid).relativize(entry.file()).toString();
        files.add(new FilesResponse.File(path, bytes, HexFormat.of().formatHex(md5.digest())));
      } catch (NoSuchFileException e) {
        LOG.log(Level.FINE, "A file was removed while it was read", e);
      }
    }
    files.sort(Comparator.comparing(FilesResponse.File::path));
    return files;
  }

  /** Finds regular files; links are neither followed nor listed. */
  private static final class Finder extends SimpleFileVisitor<Path> {
    private final List<Entry> entries;

    Finder(List<Entry> entries) {
      this.entries = entries;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean compiled = folder.endsWith(COMPILED);
      return compiled ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (attributes.isRegularFile()) {
        entries.add(new Entry(file, attributes.size()));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }
  }
}
