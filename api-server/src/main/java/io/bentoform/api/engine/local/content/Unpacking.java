package io.bentoform.api.engine.local.content;

import io.bentoform.api.archive.ArchiveContent;
import io.bentoform.api.archive.ArchiveException;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.ArchiveReader;
import io.bentoform.api.archive.ArchiveSource;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Unpacks an archive into an empty private folder. {@link ArchiveReader} validates its content;
 * owners, times and all permissions but the executable bit are dropped.
 */
final class Unpacking implements ArchiveReader.Sink {
  private final Path folder;

  private Unpacking(Path folder) {
    this.folder = folder;
  }

  /**
   * Unpacks an archive.
   *
   * @param sha256 expected digest of the archive, lower-case hexadecimal
   * @param folder an empty folder; its content is incomplete after a failure
   * @throws ArchiveException when the archive is not the expected one, or invalid
   */
  static void unpack(ArchiveSource archive, String sha256, ArchiveKind kind, Path folder)
      throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    try (ArchiveContent content = open(archive);
        DigestInputStream digesting = new DigestInputStream(content.stream(), digest)) {
      long size = content.bytes();
      if (size > Files.getFileStore(folder).getUsableSpace()) {
        throw new ArchiveException("needs " + size + " bytes, more than the disk has left");
      }
      ArchiveReader.read(digesting, size, kind, new Unpacking(folder));
      digesting.transferTo(OutputStream.nullOutputStream());
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(sha256)) {
      throw new ArchiveException("is not the one that was uploaded: its SHA-256 differs");
    }
  }

  private static ArchiveContent open(ArchiveSource archive) throws IOException {
    try {
      return archive.open();
    } catch (NoSuchFileException e) {
      throw new ArchiveException("is no longer in the server's archive store", e);
    }
  }

  @Override
  public void folder(String path) throws IOException {
    PrivateFiles.createFolder(folder.resolve(path));
  }

  @Override
  public void file(String path, InputStream content, boolean executable) throws IOException {
    Path file = place(path);
    Files.copy(content, file);
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
  }

  @Override
  public void link(String path, String target) throws IOException {
    Files.createSymbolicLink(place(path), Path.of(target));
  }

  @Override
  public void hardLink(String path, String original) throws IOException {
    Files.createLink(place(path), folder.resolve(original));
  }

  private Path place(String path) throws IOException {
    Path place = folder.resolve(path);
    Path parent = place.getParent();
    if (parent != null) {
      PrivateFiles.createFolder(parent);
    }
    return place;
  }
}
