package io.bentoform.provider.plugin;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The subset of DER (X.690) needed to encode a certificate. */
final class Der {

  private static final int FIRST_GENERALIZED_YEAR = 2050;

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return tagged(0x30, concat(parts));
  }

  static byte[] set(byte[]... parts) {
    return tagged(0x31, concat(parts));
  }

  static byte[] integer(BigInteger value) {
    return tagged(0x02, value.toByteArray());
  }

  static byte[] bool(boolean value) {
    return tagged(0x01, new byte[] {(byte) (value ? 0xff : 0)});
  }

  static byte[] utf8(String text) {
    return tagged(0x0c, text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] octets(byte[] content) {
    return tagged(0x04, content);
  }

  /** A bit string whose last {@code unused} bits are padding. */
  static byte[] bits(int unused, byte[] content) {
    return tagged(0x03, concat(new byte[] {(byte) unused}, content));
  }

  /** A constructed, explicitly tagged element. */
  static byte[] explicit(int number, byte[] content) {
    return tagged(0xa0 | number, content);
  }

  /** A primitive, implicitly tagged element. */
  static byte[] implicit(int number, byte[] content) {
    return tagged(0x80 | number, content);
  }

  /** An object identifier in dotted form. */
  static byte[] oid(String dotted) {
    String[] arcs = dotted.split("\\.", -1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      base128(out, Integer.parseInt(arcs[i]));
    }
    return tagged(0x06, out.toByteArray());
  }

  private static void base128(ByteArrayOutputStream out, int arc) {
    for (int shift = 28; shift > 0; shift -= 7) {
      if (arc >> shift != 0) {
        out.write(0x80 | (arc >> shift & 0x7f));
      }
    }
    out.write(arc & 0x7f);
  }

  /** Two-digit years up to 2049, four-digit years after (RFC 5280, 4.1.2.5). */
  static byte[] time(ZonedDateTime time) {
    ZonedDateTime utc = time.withZoneSameInstant(ZoneOffset.UTC);
    boolean generalized = utc.getYear() >= FIRST_GENERALIZED_YEAR;
    String pattern = generalized ? "yyyyMMddHHmmss'Z'" : "yyMMddHHmmss'Z'";
    String text = utc.format(DateTimeFormatter.ofPattern(pattern));
    return tagged(generalized ? 0x18 : 0x17, text.getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] tagged(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 4);
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length <= 0xff) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
