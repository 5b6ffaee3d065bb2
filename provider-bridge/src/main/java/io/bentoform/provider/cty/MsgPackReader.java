package io.bentoform.provider.cty;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the MessagePack formats that a host may send; throws {@link CodecException} for any other.
 */
final class MsgPackReader {

  private final ByteBuffer in;

  MsgPackReader(ByteBuffer in) {
    this.in = in.slice();
  }

  boolean atEnd() {
    return !in.hasRemaining();
  }

  /** The first byte of the next item, without consuming it. */
  int peek() {
    if (!in.hasRemaining()) {
      throw new CodecException("unexpected end of MessagePack in a value");
    }
    return in.get(in.position()) & 0xff;
  }

  boolean skipNil() {
    if (peek() != 0xc0) {
      return false;
    }
    in.get();
    return true;
  }

  /** Skips an extension value: every extension represents an unknown value. */
  boolean skipExtension() {
    int head = peek();
    boolean fixed = head >= 0xd4 && head <= 0xd8;
    boolean sized = head >= 0xc7 && head <= 0xc9;
    if (!fixed && !sized) {
      return false;
    }
    in.get();
    int length = fixed ? 1 << (head - 0xd4) : size(head - 0xc7);
    bytes(1); // the extension's type code
    bytes(length);
    return true;
  }

  boolean bool() {
    return switch (next()) {
      case 0xc2 -> false;
      case 0xc3 -> true;
      default -> throw unexpected("a boolean");
    };
  }

  String string() {
    int head = next();
    int length =
        (head & 0xe0) == 0xa0
            ? head & 0x1f
            : switch (head) {
              case 0xd9, 0xda, 0xdb -> size(head - 0xd9);
              case 0xc4, 0xc5, 0xc6 -> size(head - 0xc4);
              default -> throw unexpected("a string");
            };
    return new String(bytes(length), StandardCharsets.UTF_8);
  }

  int arrayHeader() {
    int head = next();
    if ((head & 0xf0) == 0x90) {
      return head & 0x0f;
    }
    return switch (head) {
      case 0xdc -> size(1);
      case 0xdd -> size(2);
      default -> throw unexpected("an array");
    };
  }

  int mapHeader() {
    int head = next();
    if ((head & 0xf0) == 0x80) {
      return head & 0x0f;
    }
    return switch (head) {
      case 0xde -> size(1);
      case 0xdf -> size(2);
      default -> throw unexpected("a map");
    };
  }

  /** Reads a number in any integer or float format, or as decimal text. */
  BigDecimal number() {
    int head = peek();
    if ((head & 0xe0) == 0xa0 || (head >= 0xd9 && head <= 0xdb)) {
      return Value.decimal(string()).number();
    }
    in.get();
    if (head <= 0x7f) {
      return BigDecimal.valueOf(head);
    }
    if (head >= 0xe0) {
      return BigDecimal.valueOf((byte) head);
    }
    return numberBody(head);
  }

  private BigDecimal numberBody(int head) {
    try {
      return switch (head) {
        case 0xcc -> BigDecimal.valueOf(in.get() & 0xff);
        case 0xcd -> BigDecimal.valueOf(in.getShort() & 0xffff);
        case 0xce -> BigDecimal.valueOf(in.getInt() & 0xffffffffL);
        case 0xcf -> new BigDecimal(new BigInteger(1, bytes(8)));
        case 0xd0 -> BigDecimal.valueOf(in.get());
        case 0xd1 -> BigDecimal.valueOf(in.getShort());
        case 0xd2 -> BigDecimal.valueOf(in.getInt());
        case 0xd3 -> BigDecimal.valueOf(in.getLong());
        case 0xca -> finite(in.getFloat());
        case 0xcb -> finite(in.getDouble());
        default -> throw unexpected("a number");
      };
    } catch (BufferUnderflowException e) {
      throw new CodecException("unexpected end of MessagePack in a number");
    }
  }

  private static BigDecimal finite(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new CodecException("infinite and NaN numbers are not supported");
    }
    return new BigDecimal(number);
  }

  /** Reads a length of one, two or four bytes. */
  private int size(int form) {
    try {
      int size =
          switch (form) {
            case 0 -> in.get() & 0xff;
            case 1 -> in.getShort() & 0xffff;
            default -> in.getInt();
          };
      if (size < 0 || size > in.limit()) {
        throw new CodecException("MessagePack length exceeds the input");
      }
      return size;
    } catch (BufferUnderflowException e) {
      throw new CodecException("unexpected end of MessagePack in a length");
    }
  }

  private int next() {
    int head = peek();
    in.get();
    return head;
  }

  private byte[] bytes(int length) {
    if (length > in.remaining()) {
      throw new CodecException("unexpected end of MessagePack in a value");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static CodecException unexpected(String wanted) {
    return new CodecException("unexpected MessagePack format: expected " + wanted);
  }
}
