package io.bentoform.api.engine.local.gateway;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The body of an HTTP/1.1 message, passed on as it arrives: nothing waits for a buffer to fill, so
 * that a stream of tokens stays one.
 */
sealed interface MessageBody {

  /** Passes the whole body on, byte for byte. */
  void relay(InputStream from, OutputStream to) throws IOException;

  /** Whether its end can be seen without closing the connection. */
  default boolean delimited() {
    return true;
  }

  /** No body, or one of a known size. */
  record Sized(long length) implements MessageBody {
    static final Sized NONE = new Sized(0);

    @Override
    public void relay(InputStream from, OutputStream to) throws IOException {
      byte[] buffer = new byte[16 * 1024];
      long left = length;
      while (left > 0) {
        int read = from.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (read < 0) {
          throw new EOFException("the body ends early");
        }
        to.write(buffer, 0, read);
        left -= read;
        if (from.available() == 0) {
          to.flush();
        }
      }
      to.flush();
    }
  }

  /** Ends with the connection. */
  record UntilClose() implements MessageBody {
    @Override
    public void relay(InputStream from, OutputStream to) throws IOException {
      byte[] buffer = new byte[16 * 1024];
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.write(buffer, 0, read);
        to.flush();
      }
    }

    @Override
    public boolean delimited() {
      return false;
    }
  }

  /** Chunks, each with its size before it, then trailer lines and an empty one. */
  record Chunked() implements MessageBody {
    private static final int MAX_LINE = 8 * 1024;
    private static final int CHUNK_END = 2;

    @Override
    public void relay(InputStream from, OutputStream to) throws IOException {
      long size;
      do {
        size = size(line(from, to));
        if (size > 0) {
          new Sized(size + CHUNK_END).relay(from, to);
        }
      } while (size > 0);
      while (!line(from, to).isEmpty()) {
        to.flush();
      }
      to.flush();
    }

    private static long size(String line) throws IOException {
      String digits = line.split(";", 2)[0].strip();
      if (!digits.matches("[0-9A-Fa-f]{1,15}")) {
        throw new MessageHead.Malformed("the size of a chunk is malformed");
      }
      return Long.parseLong(digits, 16);
    }

    /** Passes one line on and returns it without its end. */
    private static String line(InputStream from, OutputStream to) throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = from.read(); next != '\n'; next = from.read()) {
        if (next < 0 || line.length() > MAX_LINE) {
          throw new EOFException("the body ends early");
        }
        to.write(next);
        line.append((char) next);
      }
      to.write('\n');
      return line.toString().strip();
    }
  }
}
