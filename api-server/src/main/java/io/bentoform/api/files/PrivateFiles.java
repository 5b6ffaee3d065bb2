package io.bentoform.api.files;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Files and folders that only their owner may read: modes 0600 and 0700 from the first moment. */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /** Makes a folder, and those above it that are missing. */
  public static Path createFolder(Path folder) throws IOException {
    return Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(FOLDER));
  }

  /** Makes an empty file. */
  public static Path createFile(Path file) throws IOException {
    return Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
  }

  public static void write(Path file, String content) throws IOException {
    write(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file. After a crash it holds either its old content or all of the new. */
  public static void write(Path file, byte[] content) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".draft");
    Files.deleteIfExists(draft);
    createFile(draft);
    // Not a channel: an interrupt would close it in the middle.
    try (FileOutputStream out = new FileOutputStream(draft.toFile())) {
      out.write(content);
      out.getFD().sync();
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes what was moved into a folder, or removed from it, stay so after a power failure. */
  public static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes a file or a folder with all that is in it; links are removed, not followed. */
  public static void delete(Path tree) throws IOException {
    if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(tree, new Removal());
    }
  }

  /**
   * Removes a folder that somebody may look for by its name: first the name goes, then what was in
   * it. So a folder that is there is whole, however the removal was broken off.
   */
  public static void deleteWhole(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Path nameless = folder.resolveSibling("removing-" + UUID.randomUUID());
      Files.move(folder, nameless, StandardCopyOption.ATOMIC_MOVE);
      delete(nameless);
    }
  }

  /**
   * A folder that is safe to keep secrets in although others may write beside it, as in {@code
   * /tmp}: made now, or left by this user before.
   *
   * @throws IOException with a message for users when it is another user's, or a link, or open to
   *     others
   */
  public static Path requireOwnFolder(Path folder) throws IOException {
    try {
      return Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
    } catch (FileAlreadyExistsException e) {
      PosixFileAttributes found =
          Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean own =
          found.isDirectory()
              && found.permissions().equals(FOLDER)
              && found.owner().equals(ownUser());
      if (!own) {
        throw new IOException(
            folder
                + " exists and is not a private folder of this server's user. Somebody else may"
                + " have made it: look at it, remove it, then start the server again",
            e);
      }
      return folder;
    }
  }

  /** Asked of the file system: a container's user need not have a name. */
  private static UserPrincipal ownUser() throws IOException {
    Path mine = Files.createTempFile("owner", "");
    try {
      return Files.getOwner(mine);
    } finally {
      Files.delete(mine);
    }
  }

  /** Removes what it visits; what another removes meanwhile is as good. */
  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      Files.setPosixFilePermissions(folder, FOLDER);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
