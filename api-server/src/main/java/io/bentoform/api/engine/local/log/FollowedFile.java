package io.bentoform.api.engine.local.log;

import io.bentoform.api.engine.PodLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;

/**
 * A log that may still grow. Its parts are read as one text, so rotations are invisible; only a
 * reader that is behind by more than is kept misses lines. Invalid UTF-8 becomes replacement
 * characters.
 */
public final class FollowedFile implements PodLog {
  private static final int CHUNK = 16 * 1024;
  private static final Duration LOOK = Duration.ofMillis(100);

  private final RotatingFile log;

  /** The part that is written to, open even after it was removed. */
  private final FileChannel latest;

  private final BooleanSupplier growing;
  private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private long part;
  private long position;

  private FollowedFile(RotatingFile log, FileChannel latest, BooleanSupplier growing) {
    this.log = log;
    this.latest = latest;
    this.growing = growing;
  }

  /**
   * Opens a log some lines before its end.
   *
   * @param growing whether more may come
   */
  public static FollowedFile open(RotatingFile log, int lines, BooleanSupplier growing)
      throws IOException {
    Lock reading = log.reading();
    reading.lock();
    try {
      FollowedFile followed = new FollowedFile(log, log.open(log.latest()), growing);
      try {
        followed.goBack(lines);
        return followed;
      } catch (IOException e) {
        followed.close();
        throw e;
      }
    } finally {
      reading.unlock();
    }
  }

  private void goBack(int lines) throws IOException {
    part = log.latest();
    position = latest.size();
    if (lines < 1) {
      return;
    }
    LastLines last = new LastLines(lines);
    OptionalLong start = last.startIn(latest);
    position = start.orElse(0);
    while (start.isEmpty() && part > log.oldest()) {
      try (FileChannel before = log.open(part - 1)) {
        start = last.startIn(before);
      } catch (NoSuchFileException e) {
        return;
      }
      part--;
      position = start.orElse(0);
    }
  }

  @Override
  public Optional<String> next(Duration wait) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + wait.toNanos();
    while (true) {
      // Checked before the read, so that the last output is not missed.
      boolean more = growing.getAsBoolean();
      int read = read();
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

  private int read() throws IOException {
    Lock reading = log.reading();
    reading.lock();
    try {
      if (part < log.oldest()) {
        part = log.oldest();
        position = 0;
      }
      int read = 0;
      while (part < log.latest() && read <= 0) {
        read = log.read(part, bytes, position);
        if (read <= 0) {
          part++;
          position = 0;
        }
      }
      if (read <= 0) {
        read = latest.read(bytes, position);
      }
      position += Math.max(0, read);
      return read;
    } finally {
      reading.unlock();
    }
  }

  /** Bytes of an incomplete character stay for the next call. */
  private String decode(boolean end) {
    bytes.flip();
    CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
    decoder.decode(bytes, text, end);
    bytes.compact();
    return text.flip().toString();
  }

  @Override
  public void close() throws IOException {
    latest.close();
  }
}
