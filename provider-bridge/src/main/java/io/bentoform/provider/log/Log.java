package io.bentoform.provider.log;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/**
 * Writes log lines in the format that the host reads from standard error: one JSON object per line,
 * timestamps with microseconds, all values strings. It uses no logging framework, to keep startup
 * fast.
 */
public final class Log {

  /** Log levels, in increasing severity. */
  public enum Level {
    TRACE,
    DEBUG,
    INFO,
    WARN,
    ERROR,
    OFF
  }

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final PrintStream out;
  private final Level threshold;

  public Log(PrintStream out, Level threshold) {
    this.out = out;
    this.threshold = threshold;
  }

  /**
   * Creates a log with the level set by {@code TF_LOG_PROVIDER} or {@code TF_LOG}, by default WARN.
   */
  public static Log from(PrintStream out, Map<String, String> environment) {
    String configured = environment.getOrDefault("TF_LOG_PROVIDER", "");
    if (configured.isEmpty()) {
      configured = environment.getOrDefault("TF_LOG", "");
    }
    return new Log(out, level(configured));
  }

  private static Level level(String word) {
    if (word.isEmpty()) {
      return Level.WARN;
    }
    if (word.equalsIgnoreCase("JSON")) {
      return Level.TRACE;
    }
    for (Level level : Level.values()) {
      if (level.name().equalsIgnoreCase(word)) {
        return level;
      }
    }
    return Level.TRACE;
  }

  public boolean isOn(Level level) {
    return level.compareTo(threshold) >= 0;
  }

  public void debug(String message, String... pairs) {
    write(Level.DEBUG, message, pairs);
  }

  public void warn(String message, String... pairs) {
    write(Level.WARN, message, pairs);
  }

  public void error(String message, String... pairs) {
    write(Level.ERROR, message, pairs);
  }

  /**
   * Writes one line.
   *
   * @param pairs alternating names and values, without secrets
   */
  public void write(Level level, String message, String... pairs) {
    if (!isOn(level)) {
      return;
    }
    StringBuilder line = new StringBuilder(160).append('{');
    member(line, "@level", level.name().toLowerCase(Locale.ROOT));
    member(line.append(','), "@message", message);
    member(line.append(','), "@module", "provider");
    member(line.append(','), "@timestamp", TIME.format(Instant.now()));
    for (int i = 0; i + 1 < pairs.length; i += 2) {
      member(line.append(','), pairs[i], pairs[i + 1]);
    }
    line.append("}\n");
    synchronized (out) {
      out.print(line);
      out.flush();
    }
  }

  private static void member(StringBuilder line, String name, String value) {
    quote(line, name);
    line.append(':');
    quote(line, value);
  }

  private static void quote(StringBuilder line, String text) {
    line.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < 0x20) {
        line.append("\\u00")
            .append(Character.forDigit(c >> 4, 16))
            .append(Character.forDigit(c & 15, 16));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }
}
