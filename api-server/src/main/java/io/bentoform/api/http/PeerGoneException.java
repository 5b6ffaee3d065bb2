package io.bentoform.api.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The client of a request disconnected or was cut off. */
final class PeerGoneException extends UncheckedIOException {
  private static final long serialVersionUID = 1L;

  private PeerGoneException(IOException broken) {
    super(broken);
  }

  /** The body of a request; its failures are those of the connection. */
  static InputStream reading(InputStream body) {
    return new FilterInputStream(body) {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        try {
          return in.read(buffer, offset, length);
        } catch (IOException e) {
          throw new PeerGoneException(e);
        } catch (UncheckedIOException e) {
          throw new PeerGoneException(Objects.requireNonNull(e.getCause()));
        }
      }
    };
  }
}
