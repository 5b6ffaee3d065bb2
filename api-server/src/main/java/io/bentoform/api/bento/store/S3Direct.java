package io.bentoform.api.bento.store;

import io.bentoform.api.http.ProblemException;
import io.bentoform.api.wire.Violation;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Presigned addresses of a bucket. */
record S3Direct(S3Bucket bucket, S3Presigner presigner, S3Copy copies) implements DirectTransfers {
  /** What S3 says of parts that are not as the client says. */
  private static final Set<String> WRONG_PARTS =
      Set.of(
          "EntityTooSmall",
          "InvalidArgument",
          "InvalidPart",
          "InvalidPartOrder",
          "InvalidRequest",
          "MalformedXML",
          "NoSuchUpload");

  @Override
  public boolean isPreferred() {
    return bucket.choice().presigned();
  }

  @Override
  public String begin(String attempt) {
    return bucket
        .call(
            () ->
                bucket
                    .client()
                    .createMultipartUpload(
                        request -> request.bucket(bucket.name()).key(bucket.upload(attempt))))
        .uploadId();
  }

  @Override
  public URI partAddress(String attempt, String uploadId, int number) {
    return bucket.call(
        () ->
            address(
                presigner
                    .presignUploadPart(
                        presign ->
                            presign
                                .signatureDuration(VALID)
                                .uploadPartRequest(
                                    request ->
                                        request
                                            .bucket(bucket.name())
                                            .key(bucket.upload(attempt))
                                            .uploadId(uploadId)
                                            .partNumber(number)))
                    .url()));
  }

  @Override
  public void complete(String attempt, String uploadId, List<Part> parts) {
    List<CompletedPart> completed =
        parts.stream()
            .map(
                part -> CompletedPart.builder().partNumber(part.number()).eTag(part.etag()).build())
            .toList();
    bucket.call(
        () -> {
          try {
            return bucket
                .client()
                .completeMultipartUpload(
                    request ->
                        request
                            .bucket(bucket.name())
                            .key(bucket.upload(attempt))
                            .uploadId(uploadId)
                            .multipartUpload(upload -> upload.parts(completed)));
          } catch (S3Exception e) {
            throw WRONG_PARTS.contains(S3Failure.code(e)) ? wrongParts(e) : e;
          }
        });
  }

  private static ProblemException wrongParts(S3Exception e) {
    return ProblemException.invalid(
        List.of(
            new Violation(
                "/parts",
                "parts_invalid",
                "The archive store does not have these parts ("
                    + S3Failure.code(e)
                    + "). Push the archive again.")));
  }

  @Override
  public URI uploadAddress(String attempt) {
    return bucket.call(
        () ->
            address(
                presigner
                    .presignPutObject(
                        presign ->
                            presign
                                .signatureDuration(VALID)
                                .putObjectRequest(
                                    request ->
                                        request.bucket(bucket.name()).key(bucket.upload(attempt))))
                    .url()));
  }

  @Override
  public URI downloadAddress(String digest) {
    return bucket.call(
        () ->
            address(
                presigner
                    .presignGetObject(
                        presign ->
                            presign
                                .signatureDuration(VALID)
                                .getObjectRequest(
                                    request ->
                                        request.bucket(bucket.name()).key(bucket.archive(digest))))
                    .url()));
  }

  private static URI address(URL url) {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The AWS SDK presigned no address", e);
    }
  }

  @Override
  public Optional<Uploaded> uploaded(String attempt) {
    String key = bucket.upload(attempt);
    return bucket.open(key).map(content -> new S3Uploaded(bucket, copies, key, content));
  }
}
