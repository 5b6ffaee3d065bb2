package io.bentoform.api.engine.local;

import io.bentoform.api.crypto.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks a bento that somebody uploaded, trusting nothing in it: no name or link may lead out of
 * the folder, nothing but files, folders and links is made, and what is made cannot be larger than
 * the archive itself, which is not compressed.
 */
final class BentoArchive {
  private static final int MAX_ENTRIES = 200_000;

  private final Path archive;
  private final Path folder;
  private final List<Path> links = new ArrayList<>();
  private long remaining;

  private BentoArchive(Path archive, Path folder, long size) {
    this.archive = archive;
    this.folder = folder;
    this.remaining = size;
  }

  /**
   * @param sha256 expected digest of the archive, lower-case hexadecimal
   * @param folder an empty folder
   * @throws IOException with a text for users that begins after "The archive"
   */
  static void unpack(Path archive, String sha256, Path folder) throws IOException {
    long size = Files.size(archive);
    if (size > Files.getFileStore(folder).getUsableSpace()) {
      throw new IOException("needs " + size + " bytes, more than the disk has left");
    }
    MessageDigest digest = newSha256();
    try (InputStream file = Files.newInputStream(archive);
        DigestInputStream digesting = new DigestInputStream(file, digest)) {
      new BentoArchive(archive, folder, size).read(new BufferedInputStream(digesting, 1 << 16));
      digesting.transferTo(OutputStream.nullOutputStream());
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
      throw new IOException("is not the one that was uploaded: its SHA-256 differs");
    }
    if (!Files.isRegularFile(folder.resolve("bento.yaml"), LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("holds no bento.yaml, so it is no bento");
    }
  }

  private void read(InputStream in) throws IOException {
    TarArchiveInputStream tar = new TarArchiveInputStream(in, "UTF-8");
    int entries = 0;
    try {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (++entries > MAX_ENTRIES) {
          throw new IOException("has more than " + MAX_ENTRIES + " entries");
        }
        place(entry, tar);
      }
    } catch (IllegalArgumentException malformed) {
      throw new IOException("is no readable tar", malformed);
    } catch (FileAlreadyExistsException twice) {
      throw new IOException("has two entries of one name", twice);
    }
    // Everything is in place now: only here can be seen where a chain of links really ends.
    Path root = folder.toRealPath();
    for (Path link : links) {
      if (!Files.exists(link) || !link.toRealPath().startsWith(root)) {
        throw new IOException("has a link that leads nowhere or out of the bento: " + name(link));
      }
    }
  }

  private void place(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
    Path target = inside(plain(entry.getName()), entry.getName());
    if (entry.isSymbolicLink()) {
      makeParents(target);
      inside(folder.relativize(target).resolve("..").resolve(entry.getLinkName()), target);
      links.add(Files.createSymbolicLink(target, Path.of(entry.getLinkName())));
    } else if (entry.isLink()) {
      makeParents(target);
      Path original = inside(plain(entry.getLinkName()), entry.getName());
      makeParents(original);
      if (!Files.isRegularFile(original, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("has a hard link to what is no file of it: " + name(target));
      }
      Files.createLink(target, original);
    } else if (entry.isDirectory()) {
      makeParents(target);
      if (!target.equals(folder)) {
        makeFolder(target);
      }
    } else if (isPlainFile(entry)) {
      makeParents(target);
      copy(entry, tar, target);
    } else {
      throw new IOException("has an entry that is no file, folder or link: " + name(target));
    }
  }

  private static boolean isPlainFile(TarArchiveEntry entry) {
    return entry.isFile()
        && !entry.isSparse()
        && !entry.isFIFO()
        && !entry.isBlockDevice()
        && !entry.isCharacterDevice();
  }

  private void copy(TarArchiveEntry entry, InputStream tar, Path target) throws IOException {
    remaining -= entry.getSize();
    if (entry.getSize() < 0 || remaining < 0) {
      throw new IOException("claims files larger than itself: " + name(target));
    }
    Files.copy(tar, target);
    if (Files.size(target) != entry.getSize()) {
      throw new IOException("ends in the middle of " + name(target));
    }
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
  }

  /** Only the target of a symbolic link may go up: files of one bento may link to each other. */
  private static String plain(String name) throws IOException {
    if (List.of(name.split("/")).contains("..")) {
      throw new IOException("has an entry that leads out of the bento: " + name);
    }
    return name;
  }

  /** Where a name of the archive lies; refused when that is not in the folder. */
  private Path inside(Object name, Object entry) throws IOException {
    try {
      Path relative = Path.of(name.toString());
      Path target = folder.resolve(relative).normalize();
      if (!relative.isAbsolute() && target.startsWith(folder)) {
        return target;
      }
    } catch (IllegalArgumentException unusable) {
      throw new IOException("has a name that is no path", unusable);
    }
    throw new IOException("has an entry that leads out of the bento: " + entry);
  }

  /** Folders on the way are made, links on the way refused: nothing is written through a link. */
  private void makeParents(Path target) throws IOException {
    Path way = folder;
    Path relative = folder.relativize(target);
    for (int i = 0; i < relative.getNameCount() - 1; i++) {
      way = way.resolve(relative.getName(i));
      makeFolder(way);
    }
  }

  private void makeFolder(Path way) throws IOException {
    if (!Files.exists(way, LinkOption.NOFOLLOW_LINKS)) {
      PrivateFiles.createFolder(way);
    } else if (!Files.isDirectory(way, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("uses a file or a link as a folder: " + name(way));
    }
  }

  private String name(Path path) {
    return folder.relativize(path).toString();
  }

  @Override
  public String toString() {
    return "BentoArchive[" + archive + "]";
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
