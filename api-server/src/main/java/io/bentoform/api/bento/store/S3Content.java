package io.bentoform.api.bento.store;

import io.bentoform.api.archive.BlockInputStream;
import io.bentoform.api.http.ProblemException;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object. When S3 breaks off, that is a failure of the store (503), never one of
 * the content.
 */
final class S3Content extends BlockInputStream {
  private static final Logger LOG = Logger.getLogger(S3Content.class.getName());

  private final ResponseInputStream<GetObjectResponse> in;
  private final String store;
  private long left;

  /**
   * The content of an answer.
   *
   * @param store its name for users
   */
  S3Content(ResponseInputStream<GetObjectResponse> in, String store) {
    this.in = in;
    this.store = store;
    this.left = in.response().contentLength();
  }

  long bytes() {
    return in.response().contentLength();
  }

  String etag() {
    return in.response().eTag();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    int read = 0;
    try {
      read = in.read(buffer, offset, length);
    } catch (IOException | SdkException e) {
      LOG.log(Level.WARNING, "An archive cannot be read completely from " + store, e);
      throw brokenOff();
    }
    left -= Math.max(0, read);
    if (read < 0 && left > 0) {
      throw brokenOff();
    }
    return read;
  }

  private ProblemException brokenOff() {
    return ProblemException.unavailable(
        "The archive store "
            + store
            + " broke off "
            + left
            + " bytes before the end of an archive. Try again.");
  }

  /** The rest of an object is not read only to keep its connection. */
  @Override
  public void close() throws IOException {
    if (left > 0) {
      in.abort();
    } else {
      in.close();
    }
  }
}
