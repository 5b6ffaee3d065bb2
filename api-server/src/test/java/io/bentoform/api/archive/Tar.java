package io.bentoform.api.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes archives as tests need them, good and bad ones. */
public final class Tar {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, 10240, "UTF-8");

  private Tar() {
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  public static Tar empty() {
    return new Tar();
  }

  /** An archive that is good as it is. */
  public static Tar of(ArchiveKind kind) {
    return new Tar().folder("./").file("./" + kind.descriptionFile(), "name: x\n");
  }

  public Tar file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public Tar file(String name, byte[] content) {
    return entry(new TarArchiveEntry(name, true), content);
  }

  public Tar folder(String name) {
    return entry(new TarArchiveEntry(name, TarConstants.LF_DIR, true), new byte[0]);
  }

  public Tar link(String name, String target) {
    return special(name, target, TarConstants.LF_SYMLINK);
  }

  public Tar hardLink(String name, String target) {
    return special(name, target, TarConstants.LF_LINK);
  }

  /** An entry of any type. */
  public Tar special(String name, String target, byte type) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(target);
    return entry(entry, new byte[0]);
  }

  public Tar attributes(String name, int count, int length) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    for (int i = 0; i < count; i++) {
      entry.addPaxHeader("note" + i, "x".repeat(length));
    }
    return entry(entry, new byte[0]);
  }

  private Tar entry(TarArchiveEntry entry, byte[] content) {
    try {
      // Without a fraction of a second, which would need two more records.
      entry.setModTime(0L);
      if (entry.isFile() && !entry.isSymbolicLink() && !entry.isLink()) {
        entry.setSize(content.length);
      }
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] bytes() {
    try {
      tar.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first bytes of an archive alone, as when a client ends in the middle. */
  public byte[] first(int count) {
    return Arrays.copyOf(bytes(), count);
  }
}
