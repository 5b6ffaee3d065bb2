package io.bentoform.api.engine.local;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.bentoform.api.crypto.Hidden;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes on what comes, with {@code ***} in place of secret values: of each value, and of each line
 * of a value that has several. Lines of fewer than four bytes stay, they could be anything.
 */
final class Masked extends OutputStream {
  private static final String MASK = "***";
  private static final int LEAST = 4;
  private static final Pattern NOTHING = Pattern.compile("(?!)");

  private final OutputStream out;
  private final Pattern values;
  private final int longest;
  private String held = "";

  Masked(OutputStream out, List<Hidden> secrets) {
    this.out = out;
    // A character for each byte: what is no text goes through unchanged.
    List<String> lines =
        secrets.stream()
            .flatMap(secret -> secret.reveal().lines())
            .map(line -> new String(line.getBytes(UTF_8), ISO_8859_1))
            .filter(line -> line.length() >= LEAST)
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    this.longest = lines.isEmpty() ? 1 : lines.getFirst().length();
    this.values =
        lines.isEmpty()
            ? NOTHING
            : Pattern.compile(lines.stream().map(Pattern::quote).collect(Collectors.joining("|")));
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    String text = held + new String(bytes, offset, length, ISO_8859_1);
    // Behind the last end of a line a value may have begun that is not here as a whole.
    int decided = Math.max(text.lastIndexOf('\n') + 1, text.length() - (longest - 1));
    StringBuilder shown = new StringBuilder();
    int done = 0;
    for (Matcher found = values.matcher(text); found.find() && found.start() < decided; ) {
      shown.append(text, done, found.start()).append(MASK);
      done = found.end();
    }
    int end = Math.max(done, decided);
    out.write(shown.append(text, done, end).toString().getBytes(ISO_8859_1));
    held = text.substring(end);
  }

  @Override
  public void close() throws IOException {
    try (out) {
      out.write(values.matcher(held).replaceAll(MASK).getBytes(ISO_8859_1));
    }
  }
}
