package io.bentoform.api.engine.local.python;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code ***} in place of given sequences of bytes. What may be the beginning of one is held
 * back until the next bytes, or the close, decide. Of two that overlap no byte of either gets
 * through.
 */
final class MaskingStream extends FilterOutputStream {
  private static final byte[] MASK = "***".getBytes(StandardCharsets.US_ASCII);

  /** Every sequence is at least this long, so that it is found by its beginning. */
  static final int SHORTEST = 4;

  private final List<byte[]> sequences;

  /** By their beginning, the longest first. */
  private final Map<Integer, List<byte[]>> byBeginning = new HashMap<>();

  /** Bytes that are not decided about. */
  private byte[] held = new byte[0];

  /** How many of these bytes belong to a sequence that is masked already. */
  private int covered;

  MaskingStream(OutputStream out, List<byte[]> hidden) {
    super(out);
    sequences =
        hidden.stream()
            .filter(one -> one.length >= SHORTEST)
            .sorted(Comparator.comparingInt((byte[] one) -> one.length).reversed())
            .toList();
    for (byte[] one : sequences) {
      byBeginning.computeIfAbsent(beginning(one, 0), key -> new ArrayList<>()).add(one);
    }
  }

  private static int beginning(byte[] text, int at) {
    return ByteBuffer.wrap(text, at, SHORTEST).getInt();
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    byte[] all = Arrays.copyOf(held, held.length + length);
    System.arraycopy(bytes, offset, all, held.length, length);
    held = all;
    decide(false);
  }

  @Override
  public void close() throws IOException {
    try {
      decide(true);
    } finally {
      out.close();
    }
  }

  private void decide(boolean ended) throws IOException {
    byte[] text = held;
    int at = 0;
    int plainFrom = covered;
    while (at < text.length && (ended || !mayGoOn(text, at))) {
      int length = longestAt(text, at);
      if (length > 0) {
        if (at >= covered) {
          out.write(text, plainFrom, at - plainFrom);
          out.write(MASK);
        }
        covered = Math.max(covered, at + length);
        plainFrom = covered;
      }
      at++;
    }
    if (at > plainFrom) {
      out.write(text, plainFrom, at - plainFrom);
    }
    out.flush();
    held = Arrays.copyOfRange(text, at, text.length);
    covered = Math.max(0, covered - at);
  }

  /** Whether the text ends within what may be a sequence from here on. */
  private boolean mayGoOn(byte[] text, int at) {
    int rest = text.length - at;
    return from(text, at).stream()
        .anyMatch(one -> one.length > rest && Arrays.equals(one, 0, rest, text, at, text.length));
  }

  private int longestAt(byte[] text, int at) {
    return from(text, at).stream()
        .filter(one -> one.length <= text.length - at)
        .filter(one -> Arrays.equals(one, 0, one.length, text, at, at + one.length))
        .mapToInt(one -> one.length)
        .findFirst()
        .orElse(0);
  }

  private List<byte[]> from(byte[] text, int at) {
    return text.length - at < SHORTEST
        ? sequences
        : byBeginning.getOrDefault(beginning(text, at), List.of());
  }
}
