package io.bentoform.api.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A frame of a log socket (contract C10). */
public record LogFrame(String type, @Nullable String message, @Nullable Payload payload) {

  /**
   * What was written.
   *
   * @param type {@code append}
   * @param items Base64 of UTF-8
   */
  public record Payload(String type, List<String> items) {}

  /** What a client sends: which log it wants, and later that it is still there. */
  public record Request(@Nullable String type, @Nullable Options payload) {}

  /**
   * Which part of a log to send.
   *
   * @param follow whether to wait for more at its end
   * @param tailLines how many lines of what is there
   */
  public record Options(@Nullable Boolean follow, @Nullable Integer tailLines) {}

  public static LogFrame append(String text) {
    String item = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return new LogFrame("success", null, new Payload("append", List.of(item)));
  }

  /** Nothing more will come. */
  public static LogFrame end() {
    return new LogFrame("success", "EOF", null);
  }

  public static LogFrame error(String message) {
    return new LogFrame("error", message, null);
  }
}
