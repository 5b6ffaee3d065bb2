package io.bentoform.api.engine.local.gateway;

import io.bentoform.api.crypto.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Start line and header fields of an HTTP/1.1 message (RFC 9112), kept as they came except for the
 * fields that concern one connection only.
 */
final class MessageHead {
  private static final int MAX_BYTES = 64 * 1024;
  // RFC 9110, 7.6.1: not to be passed on. "Connection" may name more.
  private static final Set<String> OF_ONE_CONNECTION =
      Set.of("connection", "keep-alive", "proxy-connection", "te", "upgrade", "http2-settings");

  private static final String AUTHORIZATION = "authorization";
  private static final String BEARER = "Bearer ";
  private static final String API_TOKEN = "x-yatai-api-token";

  private final String startLine;
  private final List<Field> fields;

  private MessageHead(String startLine, List<Field> fields) {
    this.startLine = startLine;
    this.fields = fields;
  }

  private record Field(String name, String value) {
    boolean is(String other) {
      return name.equalsIgnoreCase(other);
    }
  }

  /** A message that cannot be passed on safely. */
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  /** Reads up to the empty line; null when the stream ends before the first byte. */
  static @Nullable MessageHead read(InputStream in) throws IOException {
    Lines lines = new Lines(in);
    String start = lines.next();
    if (start != null && start.isEmpty()) {
      start = lines.next();
    }
    if (start == null) {
      return null;
    }
    List<Field> fields = new ArrayList<>();
    for (String line = lines.require(); !line.isEmpty(); line = lines.require()) {
      int colon = line.indexOf(':');
      if (colon < 1 || line.charAt(0) <= ' ' || line.charAt(colon - 1) <= ' ') {
        throw new Malformed("a header line is malformed");
      }
      fields.add(new Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return new MessageHead(start, fields);
  }

  boolean isHttp10() {
    return startLine.endsWith(" HTTP/1.0") || startLine.startsWith("HTTP/1.0 ");
  }

  String method() {
    int blank = startLine.indexOf(' ');
    return blank < 0 ? startLine : startLine.substring(0, blank);
  }

  int status() throws Malformed {
    String[] parts = startLine.split(" ", 3);
    if (parts.length >= 2 && parts[1].matches("[1-9][0-9][0-9]")) {
      return Integer.parseInt(parts[1]);
    }
    throw new Malformed("the status line is malformed");
  }

  /** Whether the sender wants to switch to another protocol that can be relayed as it is. */
  boolean wantsWebSocket() {
    return listed("connection").contains("upgrade") && listed("upgrade").contains("websocket");
  }

  boolean wantsClose() {
    Set<String> connection = listed("connection");
    return connection.contains("close") || (isHttp10() && !connection.contains("keep-alive"));
  }

  /** The elements of a list field, lower case. */
  private Set<String> listed(String name) {
    Set<String> elements = new HashSet<>();
    for (Field field : fields) {
      if (field.is(name)) {
        for (String element : field.value().split(",", -1)) {
          elements.add(element.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return elements;
  }

  /**
   * The API token of a request: of an {@code Authorization: Bearer} field (RFC 6750), or of the
   * header that the command line sends to every address (contract C11).
   */
  Optional<Hidden> token() {
    Optional<String> bearer =
        value(AUTHORIZATION)
            .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(value -> value.substring(BEARER.length()).strip());
    return bearer.or(() -> value(API_TOKEN)).map(Hidden::of);
  }

  private Optional<String> value(String name) {
    return fields.stream().filter(field -> field.is(name)).map(Field::value).findFirst();
  }

  /**
   * The same head without API tokens, which are not meant for the replica.
   *
   * @param authorization whether the {@code Authorization} field is one
   */
  MessageHead withoutTokens(boolean authorization) {
    return new MessageHead(
        startLine,
        fields.stream()
            .filter(field -> !field.is(API_TOKEN))
            .filter(field -> !(authorization && field.is(AUTHORIZATION)))
            .toList());
  }

  /** How long the body is that follows, as RFC 9112, 6.3 derives it from the fields. */
  MessageBody body(MessageBody withoutAny) throws Malformed {
    Set<String> codings = listed("transfer-encoding");
    Set<String> lengths = listed("content-length");
    if (!codings.isEmpty()) {
      if (!codings.equals(Set.of("chunked")) || !lengths.isEmpty()) {
        throw new Malformed("the length of the body is not clear");
      }
      return new MessageBody.Chunked();
    }
    if (lengths.isEmpty()) {
      return withoutAny;
    }
    String length = lengths.iterator().next();
    if (lengths.size() != 1 || !length.matches("[0-9]{1,18}")) {
      throw new Malformed("the length of the body is not clear");
    }
    return new MessageBody.Sized(Long.parseLong(length));
  }

  /** The head to pass on, with the given value for the next connection. */
  byte[] forwarded(String connection, boolean keepUpgrade) {
    Set<String> dropped = listed("connection");
    StringBuilder head = new StringBuilder(startLine).append("\r\n");
    for (Field field : fields) {
      String name = field.name().toLowerCase(Locale.ROOT);
      boolean upgrade = keepUpgrade && name.equals("upgrade");
      if (upgrade || !(OF_ONE_CONNECTION.contains(name) || dropped.contains(name))) {
        head.append(field.name()).append(": ").append(field.value()).append("\r\n");
      }
    }
    head.append("Connection: ").append(connection).append("\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Lines of the head, without their ends, up to a total size. */
  private static final class Lines {
    private final InputStream in;
    private int left = MAX_BYTES;

    Lines(InputStream in) {
      this.in = in;
    }

    @Nullable String next() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          if (line.isEmpty()) {
            return null;
          }
          throw new Malformed("the head ends early");
        }
        if (--left < 0) {
          throw new Malformed("the head is larger than " + MAX_BYTES + " bytes");
        }
        line.append((char) next);
      }
      int end = line.length() - 1;
      if (end >= 0 && line.charAt(end) == '\r') {
        line.setLength(end);
      }
      if (line.indexOf("\r") >= 0 || line.indexOf("\0") >= 0) {
        throw new Malformed("the head holds a control character");
      }
      return line.toString();
    }

    String require() throws IOException {
      String line = next();
      if (line == null) {
        throw new Malformed("the head ends early");
      }
      return line;
    }
  }
}
