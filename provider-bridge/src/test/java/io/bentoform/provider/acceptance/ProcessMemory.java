package io.bentoform.provider.acceptance;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** What another process has in its memory, as {@code /proc/PID/mem} shows it. */
final class ProcessMemory {

  private static final int CHUNK = 1 << 20;

  private final long pid;

  ProcessMemory(long pid) {
    this.pid = pid;
  }

  private Path file(String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }

  /** Where a word is, as text of one byte or of two bytes a character; one line for each place. */
  List<String> find(String word) throws IOException {
    List<byte[]> forms =
        List.of(
            word.getBytes(StandardCharsets.ISO_8859_1), word.getBytes(StandardCharsets.UTF_16LE));
    List<String> found = new ArrayList<>();
    try (RandomAccessFile memory = open()) {
      for (String line : Files.readAllLines(file("maps"))) {
        String[] words = line.split("\\s+", 6);
        if (words[1].startsWith("rw")) {
          find(memory, words, forms, found);
        }
      }
    }
    return found;
  }

  /** Skips the test where the kernel lets a process read the memory of its children alone. */
  private RandomAccessFile open() {
    try {
      return new RandomAccessFile(file("mem").toFile(), "r");
    } catch (FileNotFoundException e) {
      return Assumptions.abort("The memory of other processes cannot be read: " + e.getMessage());
    }
  }

  private static void find(
      RandomAccessFile memory, String[] region, List<byte[]> forms, List<String> found)
      throws IOException {
    String[] bounds = region[0].split("-", -1);
    long from = Long.parseUnsignedLong(bounds[0], 16);
    long to = Long.parseUnsignedLong(bounds[1], 16);
    byte[] chunk = new byte[CHUNK + 256];
    for (long at = from; at < to; at += CHUNK) {
      memory.seek(at);
      int length = memory.read(chunk, 0, (int) Math.min(chunk.length, to - at));
      for (byte[] form : forms) {
        for (int hit = indexOf(chunk, length, form, 0);
            hit >= 0 && hit < CHUNK;
            hit = indexOf(chunk, length, form, hit + 1)) {
          found.add(Long.toHexString(at + hit) + " in " + String.join(" ", region));
        }
      }
    }
  }

  private static int indexOf(byte[] text, int length, byte[] word, int from) {
    for (int i = from; i <= length - word.length; i++) {
      int j = 0;
      while (j < word.length && text[i + j] == word[j]) {
        j++;
      }
      if (j == word.length) {
        return i;
      }
    }
    return -1;
  }
}
