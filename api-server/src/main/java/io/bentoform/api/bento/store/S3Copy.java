package io.bentoform.api.bento.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/**
 * Copies of objects within S3. One request copies at most 5 GiB and takes as long as that takes, so
 * larger ones are copied in parts, several at once.
 *
 * @param partBytes the size of a part
 */
record S3Copy(S3Bucket bucket, long partBytes) {
  static final long PART_BYTES = 256L << 20;
  private static final int AT_ONCE = 4;

  /**
   * Copies an object.
   *
   * @param etag the copy fails if the object has another one by now; null for one that nobody else
   *     writes
   */
  void copy(String from, @Nullable String etag, long bytes, String to) {
    if (bytes <= partBytes) {
      bucket.call(
          () ->
              bucket
                  .client()
                  .copyObject(
                      request ->
                          request
                              .sourceBucket(bucket.name())
                              .sourceKey(from)
                              .copySourceIfMatch(etag)
                              .destinationBucket(bucket.name())
                              .destinationKey(to)));
    } else {
      inParts(from, etag, bytes, to);
    }
  }

  private void inParts(String from, @Nullable String etag, long bytes, String to) {
    String uploadId = bucket.begin(to);
    boolean done = false;
    try {
      List<CompletedPart> parts = parts(from, etag, bytes, to, uploadId);
      bucket.complete(to, uploadId, parts);
      done = true;
    } finally {
      if (!done) {
        bucket.abort(to, uploadId);
      }
    }
  }

  private List<CompletedPart> parts(
      String from, @Nullable String etag, long bytes, String to, String uploadId) {
    List<CompletableFuture<CompletedPart>> copies = new ArrayList<>();
    long size = Math.max(partBytes, bytes / DirectTransfers.PARTS + 1);
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      for (long begin = 0; begin < bytes; begin += size) {
        UploadPartCopyRequest part =
            UploadPartCopyRequest.builder()
                .sourceBucket(bucket.name())
                .sourceKey(from)
                .copySourceIfMatch(etag)
                .copySourceRange("bytes=" + begin + "-" + (Math.min(bytes, begin + size) - 1))
                .destinationBucket(bucket.name())
                .destinationKey(to)
                .uploadId(uploadId)
                .partNumber(copies.size() + 1)
                .build();
        copies.add(CompletableFuture.supplyAsync(() -> copied(part), threads));
      }
    }
    try {
      return copies.stream().map(CompletableFuture::join).toList();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private CompletedPart copied(UploadPartCopyRequest part) {
    String etag = bucket.call(() -> bucket.client().uploadPartCopy(part)).copyPartResult().eTag();
    return CompletedPart.builder().partNumber(part.partNumber()).eTag(etag).build();
  }
}
