package io.bentoform.api.bento.store;

import io.bentoform.api.http.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * The names of objects in a bucket, and its failures. An archive is {@code PREFIX/DIGEST.tar}, and
 * what is being uploaded {@code PREFIX/uploads/ATTEMPT}.
 */
record S3Bucket(StoreChoice.Bucket choice, S3Client client) {
  private static final Logger LOG = Logger.getLogger(S3Bucket.class.getName());

  String name() {
    return choice.name();
  }

  /** The name of an object below the prefix. */
  String key(String name) {
    return choice.prefix().isEmpty() ? name : choice.prefix() + "/" + name;
  }

  String archive(String digest) {
    return key(ArchiveName.of(digest));
  }

  /** The digest of an archive, if the object is one. */
  Stream<String> digests(String key) {
    return ArchiveName.digests(key.substring(key("").length()));
  }

  String upload(String attempt) {
    return key("uploads/" + attempt);
  }

  /**
   * Calls S3.
   *
   * @throws ProblemException 503 when it does not do what it was asked for; the log has more
   */
  <T> T call(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw unavailable(e);
    }
  }

  /** The answer to a request that S3 did not serve. */
  ProblemException unavailable(SdkException e) {
    String reason = S3Failure.reason(e, choice);
    LOG.log(Level.WARNING, "The archive store {0}: {1}", new Object[] {choice.address(), reason});
    LOG.log(Level.FINE, "What S3 did not do", e);
    return ProblemException.unavailable(
        "The archive store " + choice.address() + " cannot be used now: " + reason);
  }

  /** Opens an object; empty when it is not there. */
  Optional<S3Content> open(String key) {
    return call(
        () -> {
          try {
            return Optional.of(
                new S3Content(
                    client.getObject(request -> request.bucket(name()).key(key)),
                    choice.address()));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  void delete(String key) {
    call(() -> client.deleteObject(request -> request.bucket(name()).key(key)));
  }

  /** Begins a multipart upload of an object, and returns its id. */
  String begin(String key) {
    return call(() -> client.createMultipartUpload(request -> request.bucket(name()).key(key)))
        .uploadId();
  }

  /** Makes an object of the parts of a multipart upload. */
  void complete(String key, String uploadId, List<CompletedPart> parts) {
    call(
        () ->
            client.completeMultipartUpload(
                request ->
                    request
                        .bucket(name())
                        .key(key)
                        .uploadId(uploadId)
                        .multipartUpload(upload -> upload.parts(parts))));
  }

  /** Ends a multipart upload and removes its parts; one that is gone is ignored. */
  void abort(String key, String uploadId) {
    call(
        () -> {
          try {
            client.abortMultipartUpload(
                request -> request.bucket(name()).key(key).uploadId(uploadId));
          } catch (NoSuchUploadException e) {
            LOG.log(Level.FINE, "A multipart upload is gone already", e);
          }
          return true;
        });
  }

  /** Ends all multipart uploads of an object. */
  void abortAll(String key) {
    // Only whole names: some that speak S3 find uploads by nothing else.
    call(() -> client.listMultipartUploads(request -> request.bucket(name()).prefix(key)))
        .uploads()
        .stream()
        .filter(upload -> upload.key().equals(key))
        .forEach(upload -> abort(key, upload.uploadId()));
  }
}
