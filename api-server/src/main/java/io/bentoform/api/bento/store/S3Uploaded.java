package io.bentoform.api.bento.store;

import io.bentoform.api.archive.ArchiveContent;
import java.io.IOException;

/** What a client has brought to a bucket. */
record S3Uploaded(S3Bucket bucket, S3Copy copies, String key, S3Content stream)
    implements Uploaded {
  @Override
  public ArchiveContent content() {
    return new ArchiveContent(stream, stream.bytes());
  }

  @Override
  public void publish(String digest) {
    copies.copy(key, stream.etag(), stream.bytes(), bucket.archive(digest));
  }

  @Override
  public void close() throws IOException {
    stream.close();
    bucket.delete(key);
  }
}
