package io.bentoform.api.archive;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a tar as its reader reads them. It limits the size of a header, which the reader
 * keeps in memory, detects the end mark, and distinguishes a failed source from bad content.
 */
final class TarSource extends BlockInputStream {
  private static final int MAX_HEADER_BYTES = 1 << 20;
  private static final int RECORD = 512;

  private final InputStream in;
  private long allowed;
  private long position;
  private int zeros;
  private boolean endMarked;
  private boolean broken;

  TarSource(InputStream in) {
    this.in = in;
  }

  /** A header comes next. */
  void header() {
    allowed = MAX_HEADER_BYTES;
    zeros = 0;
    endMarked = false;
  }

  /** The content of an entry comes next. */
  void content() {
    allowed = Long.MAX_VALUE;
  }

  /** Whether the last header was a record of zeros, as at the end of a complete tar. */
  boolean isEndMarked() {
    return endMarked;
  }

  /** Whether the source failed, so that the content is unknown. */
  boolean isBroken() {
    return broken;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length > 0 && allowed == 0) {
      throw new ArchiveException("has an entry whose name or attributes are larger than 1 MiB");
    }
    int read = readBelow(buffer, offset, (int) Math.min(length, allowed));
    if (read > 0 && allowed != Long.MAX_VALUE) {
      allowed -= read;
      look(buffer, offset, read);
    }
    position += Math.max(0, read);
    return read;
  }

  /** Counts the zeros of each record. */
  private void look(byte[] buffer, int offset, int length) {
    for (int i = 0; i < length; i++) {
      int inRecord = (int) ((position + i) % RECORD);
      zeros = (inRecord == 0 ? 0 : zeros) + (buffer[offset + i] == 0 ? 1 : 0);
      endMarked |= zeros == RECORD;
    }
  }

  private int readBelow(byte[] buffer, int offset, int length) throws IOException {
    boolean done = false;
    try {
      int read = in.read(buffer, offset, length);
      done = true;
      return read;
    } finally {
      broken |= !done;
    }
  }
}
