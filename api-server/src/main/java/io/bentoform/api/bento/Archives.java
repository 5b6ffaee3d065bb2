package io.bentoform.api.bento;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The archives of bentos, each stored once by its SHA-256. An archive is streamed to a draft and
 * moved to its name when it is whole, so an interrupted upload leaves nothing that could be used.
 */
public final class Archives {
  private final Path folder;

  /** Makes the folder; drafts of a server that was killed are swept away. */
  public Archives(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder);
    try (var drafts = Files.newDirectoryStream(folder, "*.draft")) {
      for (Path draft : drafts) {
        Files.delete(draft);
      }
    }
  }

  /** An archive that is on disk. */
  record Stored(String digest, long bytes) {}

  /**
   * Stores what comes.
   *
   * @param announced how many bytes were announced, or null
   * @throws IOException when the stream breaks, or has another length than announced
   */
  Stored store(InputStream content, @Nullable Long announced) throws IOException {
    Path draft = Files.createTempFile(folder, "upload", ".draft");
    try {
      MessageDigest digest = sha256();
      long bytes;
      try (OutputStream out = new DigestOutputStream(Files.newOutputStream(draft), digest)) {
        bytes = content.transferTo(out);
      }
      if (announced != null && announced != bytes) {
        throw new IOException(bytes + " of " + announced + " bytes came");
      }
      String name = HexFormat.of().formatHex(digest.digest());
      Files.move(
          draft, path(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new Stored(name, bytes);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Where the archive of this digest lies. */
  public Path path(String digest) {
    return folder.resolve(digest + ".tar");
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
