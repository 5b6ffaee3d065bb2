package io.bentoform.api.engine.local.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;

/**
 * Finds where the last lines of a text begin that lies in one or more files, the last one first.
 */
final class LastLines {
  private static final int CHUNK = 16 * 1024;

  private final int wanted;
  private final ByteBuffer block = ByteBuffer.allocate(CHUNK);
  private int ends;
  private boolean atEnd = true;

  /** So many lines, at least one. */
  LastLines(int wanted) {
    this.wanted = wanted;
  }

  /** Reads the file backwards, a block at a time; empty when it has too few lines. */
  OptionalLong startIn(FileChannel file) throws IOException {
    long end = file.size();
    while (end > 0) {
      long from = Math.max(0, end - CHUNK);
      block.clear().limit((int) (end - from));
      file.read(block, from);
      for (int i = block.position() - 1; i >= 0; i--) {
        // The end of the very last line is no end of one before it.
        if (block.get(i) == '\n' && !atEnd && ++ends >= wanted) {
          return OptionalLong.of(from + i + 1);
        }
        atEnd = false;
      }
      end = from;
    }
    return OptionalLong.empty();
  }
}
