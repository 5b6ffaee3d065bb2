package io.bentoform.provider.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Decodes common escape sequences; anything else is left unchanged. */
final class Escapes {

  private static final String LETTERS = "abfnrtv";
  private static final String MEANINGS = "\u0007\b\f\n\r\t\u000b";

  private final String text;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int at;

  private Escapes(String text) {
    this.text = text;
  }

  /** Decodes backslash escapes of JSON and Go: letters, hexadecimal, octal and Unicode numbers. */
  static String withoutBackslashes(String text) {
    Escapes escapes = new Escapes(text);
    while (escapes.at < text.length()) {
      escapes.next();
    }
    return escapes.done();
  }

  /**
   * Decodes percent escapes.
   *
   * @param form whether a plus sign means a space, as in forms and queries
   */
  static String withoutPercents(String text, boolean form) {
    Escapes escapes = new Escapes(text);
    while (escapes.at < text.length()) {
      char c = text.charAt(escapes.at);
      if (c == '+' && form) {
        escapes.write(' ', 1);
      } else if (c != '%' || !escapes.number(1, 2, 16, false)) {
        escapes.copy();
      }
    }
    return escapes.done();
  }

  private String done() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private void next() {
    if (text.charAt(at) != '\\' || at + 1 == text.length()) {
      copy();
      return;
    }
    char c = text.charAt(at + 1);
    int letter = LETTERS.indexOf(c);
    if (letter >= 0) {
      write(MEANINGS.charAt(letter), 2);
      return;
    }
    boolean read =
        switch (c) {
          case 'x' -> number(2, 2, 16, false);
          case 'u' -> pair() || number(2, 4, 16, true);
          case 'U' -> number(2, 8, 16, true);
          default -> number(1, 3, 8, false);
        };
    if (!read) {
      at++; // an escaped quote, slash or backslash
      copy();
    }
  }

  /** A surrogate pair of two JSON escapes. */
  private boolean pair() {
    int high = value(at + 2, 4, 16);
    boolean escaped = text.startsWith("\\u", at + 6);
    int low = escaped ? value(at + 8, 4, 16) : -1;
    if (high < 0 || low < 0 || !Character.isSurrogatePair((char) high, (char) low)) {
      return false;
    }
    write(Character.toCodePoint((char) high, (char) low), 12);
    return true;
  }

  private boolean number(int skip, int digits, int radix, boolean character) {
    int value = value(at + skip, digits, radix);
    if (value < 0 || value > (character ? Character.MAX_CODE_POINT : 0xff)) {
      return false;
    }
    if (character) {
      write(value, skip + digits);
    } else {
      out.write(value);
      at += skip + digits;
    }
    return true;
  }

  private int value(int from, int digits, int radix) {
    if (from + digits > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Character.digit(text.charAt(i), radix);
      if (digit < 0 || value > Character.MAX_CODE_POINT) {
        return -1;
      }
      value = value * radix + digit;
    }
    return value;
  }

  private void copy() {
    int codePoint = text.codePointAt(at);
    write(codePoint, Character.charCount(codePoint));
  }

  private void write(int codePoint, int length) {
    out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
    at += length;
  }
}
