package io.bentoform.api.archive;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;

/**
 * Reads an uploaded archive, an uncompressed tar (contract C7), without trusting it. It is used
 * both to check an upload and to unpack it.
 */
public final class ArchiveReader {
  /** Limit of the attributes of one entry, which no tar program exceeds. */
  private static final int MAX_ATTRIBUTES = 64;

  private static final Map<String, String> COMPRESSED =
      Map.of(
          "1f8b", "gzip",
          "504b", "zip",
          "425a68", "bzip2",
          "fd377a585a", "xz",
          "28b52ffd", "zstd");

  private final TarSource source;
  private final TarArchiveInputStream tar;
  private final ArchiveTree tree;
  private final Sink sink;
  private long remaining;

  private ArchiveReader(InputStream in, long bytes, ArchiveKind kind, Sink sink) {
    this.source = new TarSource(in);
    this.tar = new TarArchiveInputStream(source, "UTF-8");
    this.tree = new ArchiveTree(kind);
    this.sink = sink;
    this.remaining = bytes;
  }

  /**
   * Receives the entries of an archive, each after it was checked. Paths are relative to the root
   * of the archive, and every parent of one is a real folder.
   */
  public interface Sink {
    void folder(String path) throws IOException;

    /**
     * Receives a file.
     *
     * @param content what the sink does not read is skipped
     */
    void file(String path, InputStream content, boolean executable) throws IOException;

    /** Receives a symbolic link, whose target may not exist yet. */
    void link(String path, String target) throws IOException;

    /** Receives a second name of an earlier file. */
    void hardLink(String path, String original) throws IOException;
  }

  /** Checks an archive without storing it; reads up to its end mark. */
  public static void check(InputStream in, long bytes, ArchiveKind kind) throws IOException {
    read(in, bytes, kind, new Nothing());
  }

  /**
   * Reads an archive to its end mark. The result is complete only when this returns.
   *
   * @param bytes size of the archive, which limits the total size of its files
   * @throws ArchiveException when the content is rejected
   * @throws IOException when the source or the sink fails
   */
  public static void read(InputStream in, long bytes, ArchiveKind kind, Sink sink)
      throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(in, 1 << 16);
    refuseCompressed(buffered);
    new ArchiveReader(buffered, bytes, kind, sink).read();
  }

  private static void refuseCompressed(BufferedInputStream in) throws IOException {
    in.mark(8);
    String first = HexFormat.of().formatHex(in.readNBytes(8));
    in.reset();
    for (Map.Entry<String, String> format : COMPRESSED.entrySet()) {
      if (first.startsWith(format.getKey())) {
        throw new ArchiveException(
            "is compressed with " + format.getValue() + ", but a plain tar is expected");
      }
    }
  }

  private void read() throws IOException {
    for (TarArchiveEntry entry = next(); entry != null; entry = next()) {
      source.content();
      place(entry);
    }
    if (!source.isEndMarked()) {
      throw new ArchiveException("ends too early: it has no end mark");
    }
    tree.finish();
  }

  private @Nullable TarArchiveEntry next() throws IOException {
    source.header();
    try {
      TarArchiveEntry entry = tar.getNextEntry();
      if (entry != null && !entry.isCheckSumOK()) {
        throw new ArchiveException("is not a readable tar");
      }
      return entry;
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof ArchiveException || source.isBroken()) {
        throw e;
      }
      throw new ArchiveException("is not a readable tar", e);
    }
  }

  private void place(TarArchiveEntry entry) throws IOException {
    String path = tree.path(entry.getName());
    if (entry.getExtraPaxHeaders().size() > MAX_ATTRIBUTES) {
      throw new ArchiveException("has an entry with too many attributes: " + shown(path));
    }
    if (entry.isSymbolicLink()) {
      tree.link(path, entry.getLinkName());
      sink.link(path, entry.getLinkName());
    } else if (entry.isLink()) {
      String original = tree.path(entry.getLinkName());
      tree.hardLink(path, original);
      sink.hardLink(path, original);
    } else if (entry.isDirectory()) {
      tree.folder(path);
      sink.folder(path);
    } else if (isPlainFile(entry)) {
      remaining -= entry.getSize();
      if (entry.getSize() < 0 || remaining < 0) {
        throw new ArchiveException(
            "is cut off, or claims files larger than itself: " + shown(path));
      }
      tree.file(path);
      file(path, entry);
    } else {
      throw new ArchiveException("has an entry that is not a file, folder or link: " + shown(path));
    }
  }

  private static boolean isPlainFile(TarArchiveEntry entry) {
    byte type = entry.getLinkFlag();
    return !entry.isSparse()
        && (type == TarConstants.LF_NORMAL
            || type == TarConstants.LF_OLDNORM
            || type == TarConstants.LF_CONTIG);
  }

  private void file(String path, TarArchiveEntry entry) throws IOException {
    Content content = new Content(path);
    sink.file(path, content, (entry.getMode() & 0100) != 0);
    content.transferTo(OutputStream.nullOutputStream());
  }

  /** The content of the current entry. */
  private final class Content extends FilterInputStream {
    private final String path;

    Content(String path) {
      super(tar);
      this.path = path;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException e) {
        throw source.isBroken()
            ? e
            : new ArchiveException("ends in the middle of " + shown(path), e);
      }
    }

    @Override
    public void close() {
      // More entries follow.
    }
  }

  private static String shown(String path) {
    return ArchiveTree.shown(path);
  }

  /** Discards everything. */
  private static final class Nothing implements Sink {
    private final byte[] buffer = new byte[1 << 16];

    @Override
    public void folder(String path) {}

    @Override
    public void file(String path, InputStream content, boolean executable) throws IOException {
      int read = 0;
      while (read >= 0) {
        read = content.read(buffer);
      }
    }

    @Override
    public void link(String path, String target) {}

    @Override
    public void hardLink(String path, String original) {}
  }
}
