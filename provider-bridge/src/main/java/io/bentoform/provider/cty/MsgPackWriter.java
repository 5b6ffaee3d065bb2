package io.bentoform.provider.cty;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes MessagePack in the same formats as the host. */
final class MsgPackWriter {

  private static final BigInteger LONG_MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger LONG_MIN = BigInteger.valueOf(Long.MIN_VALUE);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

  byte[] toByteArray() {
    return out.toByteArray();
  }

  void raw(byte[] bytes) {
    out.writeBytes(bytes);
  }

  void nil() {
    out.write(0xc0);
  }

  /** Writes an unknown value without refinements: extension type 0 with one zero byte. */
  void unknown() {
    out.write(0xd4);
    out.write(0);
    out.write(0);
  }

  void bool(boolean value) {
    out.write(value ? 0xc3 : 0xc2);
  }

  void string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < 32) {
      out.write(0xa0 | bytes.length);
    } else {
      size(bytes.length, 0xd9);
    }
    out.writeBytes(bytes);
  }

  void binary(byte[] bytes) {
    size(bytes.length, 0xc4);
    out.writeBytes(bytes);
  }

  void arrayHeader(int count) {
    header(count, 0x90, 0xdc);
  }

  void mapHeader(int count) {
    header(count, 0x80, 0xde);
  }

  /**
   * Writes integers in the shortest format, exact doubles as float64 and all other numbers as
   * decimal text.
   */
  void number(BigDecimal number) {
    if (number.signum() == 0 || number.stripTrailingZeros().scale() <= 0) {
      BigInteger integer = number.toBigInteger();
      if (integer.compareTo(LONG_MAX) <= 0 && integer.compareTo(LONG_MIN) >= 0) {
        integer(integer.longValue());
        return;
      }
    } else {
      double binary = number.doubleValue();
      if (!Double.isInfinite(binary) && new BigDecimal(binary).compareTo(number) == 0) {
        out.write(0xcb);
        out.writeBytes(ByteBuffer.allocate(8).putDouble(binary).array());
        return;
      }
    }
    string(number.toPlainString());
  }

  private void integer(long value) {
    if (value >= 0) {
      positive(value);
    } else {
      negative(value);
    }
  }

  private void positive(long value) {
    if (value <= 0x7f) {
      out.write((int) value);
    } else if (value <= 0xff) {
      out.write(0xcc);
      out.write((int) value);
    } else if (value <= 0xffff) {
      out.write(0xcd);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) value).array());
    } else if (value <= 0xffffffffL) {
      out.write(0xce);
      out.writeBytes(ByteBuffer.allocate(4).putInt((int) value).array());
    } else {
      out.write(0xcf);
      out.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
    }
  }

  private void negative(long value) {
    if (value >= -32) {
      out.write((int) value);
    } else if (value >= Byte.MIN_VALUE) {
      out.write(0xd0);
      out.write((int) value);
    } else if (value >= Short.MIN_VALUE) {
      out.write(0xd1);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) value).array());
    } else if (value >= Integer.MIN_VALUE) {
      out.write(0xd2);
      out.writeBytes(ByteBuffer.allocate(4).putInt((int) value).array());
    } else {
      out.write(0xd3);
      out.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
    }
  }

  private void header(int count, int small, int large) {
    if (count < 16) {
      out.write(small | count);
    } else if (count <= 0xffff) {
      out.write(large);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) count).array());
    } else {
      out.write(large + 1);
      out.writeBytes(ByteBuffer.allocate(4).putInt(count).array());
    }
  }

  private void size(int length, int first) {
    if (length <= 0xff) {
      out.write(first);
      out.write(length);
    } else if (length <= 0xffff) {
      out.write(first + 1);
      out.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      out.write(first + 2);
      out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    }
  }
}
