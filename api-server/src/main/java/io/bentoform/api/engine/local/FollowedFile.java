package io.bentoform.api.engine.local;

import io.bentoform.api.engine.PodLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A file to which somebody may still write. Bytes that are no UTF-8 become question marks. */
final class FollowedFile implements PodLog {
  private static final int CHUNK = 16 * 1024;
  private static final Duration LOOK = Duration.ofMillis(100);

  private final FileChannel channel;
  private final BooleanSupplier growing;
  private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);

  private FollowedFile(FileChannel channel, BooleanSupplier growing) {
    this.channel = channel;
    this.growing = growing;
  }

  /**
   * Opens a file some lines before its end.
   *
   * @param growing whether more may come
   */
  static FollowedFile open(Path file, int lines, BooleanSupplier growing) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      channel.position(start(channel, lines));
      return new FollowedFile(channel, growing);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** Where the last lines begin: reads backwards, a block at a time. */
  private static long start(FileChannel channel, int lines) throws IOException {
    long end = channel.size();
    if (lines < 1) {
      return end;
    }
    ByteBuffer block = ByteBuffer.allocate(CHUNK);
    int ends = 0;
    for (long from = Math.max(0, end - CHUNK); end > 0; from = Math.max(0, from - CHUNK)) {
      block.clear().limit((int) (end - from));
      channel.read(block, from);
      for (int i = block.position() - 1; i >= 0; i--) {
        boolean last = from + i == channel.size() - 1;
        if (block.get(i) == '\n' && !last && ++ends >= lines) {
          return from + i + 1;
        }
      }
      end = from;
    }
    return 0;
  }

  @Override
  public Optional<String> next(Duration wait) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      // Asked before the look into the file: what was written before the end is not missed.
      boolean more = growing.getAsBoolean();
      int read = channel.read(bytes);
      if (read > 0) {
        return Optional.of(decode(false));
      }
      if (!more) {
        String rest = decode(true);
        return rest.isEmpty() ? Optional.empty() : Optional.of(rest);
      }
      if (System.nanoTime() > deadline) {
        return Optional.of("");
      }
      Thread.sleep(LOOK);
    }
  }

  /** A character that is not there as a whole stays for the next time. */
  private String decode(boolean end) {
    bytes.flip();
    CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
    decoder.decode(bytes, text, end);
    bytes.compact();
    return text.flip().toString();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
