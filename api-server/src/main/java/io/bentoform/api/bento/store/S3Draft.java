package io.bentoform.api.bento.store;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * An archive that is written into a bucket while it arrives: one part of it is in memory. A small
 * one is written under its digest at once, a larger one in a multipart upload that is then copied.
 */
final class S3Draft extends OutputStream implements Draft {
  /** Parts but the last have at least 5 MiB. */
  private static final long PART_BYTES = 8L << 20;

  private final S3Bucket bucket;
  private final S3Copy copies;
  private final String key;
  private final byte[] part;
  private final List<CompletedPart> parts = new ArrayList<>();
  private int filled;
  private long written;
  private @Nullable String uploadId;
  private boolean completed;

  S3Draft(S3Bucket bucket, S3Copy copies, String attempt, long bytes) {
    this.bucket = bucket;
    this.copies = copies;
    this.key = bucket.upload(attempt);
    this.part = new byte[Math.toIntExact(partBytes(bytes))];
  }

  private static long partBytes(long bytes) {
    return bytes < PART_BYTES
        ? Math.max(1, bytes)
        : Math.max(PART_BYTES, bytes / DirectTransfers.PARTS + 1);
  }

  @Override
  public OutputStream content() {
    return this;
  }

  @Override
  public void write(int one) {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    int taken = 0;
    while (taken < length) {
      if (filled == part.length) {
        sendPart();
      }
      int more = Math.min(length - taken, part.length - filled);
      System.arraycopy(buffer, offset + taken, part, filled, more);
      filled += more;
      taken += more;
    }
  }

  private void sendPart() {
    String upload = uploadId == null ? begin() : uploadId;
    int number = parts.size() + 1;
    String etag =
        bucket
            .call(
                () ->
                    bucket
                        .client()
                        .uploadPart(
                            request ->
                                request
                                    .bucket(bucket.name())
                                    .key(key)
                                    .uploadId(upload)
                                    .partNumber(number),
                            body()))
            .eTag();
    parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    written += filled;
    filled = 0;
  }

  private String begin() {
    uploadId = bucket.begin(key);
    return uploadId;
  }

  /** The part that is in memory, without a copy. */
  private RequestBody body() {
    int length = filled;
    return RequestBody.fromContentProvider(
        ContentStreamProvider.fromInputStreamSupplier(
            () -> new ByteArrayInputStream(part, 0, length)),
        length,
        "application/octet-stream");
  }

  @Override
  public void publish(String digest) {
    String target = bucket.archive(digest);
    if (uploadId == null) {
      bucket.call(
          () ->
              bucket
                  .client()
                  .putObject(request -> request.bucket(bucket.name()).key(target), body()));
      return;
    }
    if (filled > 0) {
      sendPart();
    }
    bucket.complete(key, uploadId, parts);
    completed = true;
    copies.copy(key, null, written, target);
  }

  @Override
  public void close() {
    if (completed) {
      bucket.delete(key);
    } else if (uploadId != null) {
      bucket.abort(key, uploadId);
    }
  }
}
