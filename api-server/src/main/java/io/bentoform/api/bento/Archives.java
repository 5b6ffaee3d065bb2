package io.bentoform.api.bento;

import io.bentoform.api.archive.ArchiveContent;
import io.bentoform.api.archive.ArchiveException;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.ArchiveReader;
import io.bentoform.api.archive.BlockInputStream;
import io.bentoform.api.bento.store.ArchiveStore;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.StallGuard;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * Checks archives and names them by their SHA-256: while they are streamed into the store, or when
 * they are there.
 *
 * @param store where they are
 */
public record Archives(ArchiveStore store, ArchiveLimits limits) {

  /** A checked archive. */
  record Checked(String digest, long bytes) {}

  /** Refuses an archive that is larger than the limit. */
  void requireSize(long bytes) {
    if (bytes > limits.bytes()) {
      throw ProblemException.tooLarge(
          "The archive has "
              + bytes
              + " bytes, more than the "
              + limits.bytes()
              + " that this server takes (setting archive-bytes).");
    }
  }

  /**
   * Checks an upload while it is copied.
   *
   * @param announced the announced length in bytes
   * @throws ArchiveException when the content is rejected
   * @throws ProblemException when it is not as long as was announced
   * @throws IOException when the stream breaks, or stalls
   */
  Checked receive(ArchiveKind kind, InputStream content, long announced, OutputStream to)
      throws IOException {
    try (StallGuard guard = new StallGuard(limits.patience())) {
      return check(kind, guard.watching(content), announced, to);
    }
  }

  /**
   * Checks an archive that is in the store.
   *
   * @throws ArchiveException when the content is rejected
   */
  static Checked check(ArchiveKind kind, ArchiveContent content) throws IOException {
    return check(kind, content.stream(), content.bytes(), OutputStream.nullOutputStream());
  }

  private static Checked check(
      ArchiveKind kind, InputStream content, long announced, OutputStream to) throws IOException {
    MessageDigest digest = DigestUtils.getSha256Digest();
    Copying copying = new Copying(content, new DigestOutputStream(to, digest));
    ArchiveReader.check(copying, announced, kind);
    copying.transferTo(OutputStream.nullOutputStream());
    if (copying.bytes != announced) {
      throw ProblemException.badRequest(
          "incomplete", copying.bytes + " of " + announced + " announced bytes arrived.");
    }
    return new Checked(HexFormat.of().formatHex(digest.digest()), announced);
  }

  /** Copies and counts what is read. */
  private static final class Copying extends BlockInputStream {
    private final InputStream in;
    private final OutputStream copy;
    private long bytes;

    Copying(InputStream in, OutputStream copy) {
      this.in = in;
      this.copy = copy;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = in.read(buffer, offset, length);
      if (read > 0) {
        copy.write(buffer, offset, read);
        bytes += read;
      }
      return read;
    }
  }
}
