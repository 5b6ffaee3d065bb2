package io.bentoform.api.bento.store;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 did not do, in words for users. They have no text of S3, which may have anything. */
final class S3Failure {
  /** What the account needs on the bucket. */
  private static final String RIGHTS =
      "s3:ListBucket and s3:ListBucketMultipartUploads on the bucket, and s3:GetObject,"
          + " s3:PutObject, s3:DeleteObject and s3:AbortMultipartUpload on what is in it";

  private S3Failure() {}

  /** The reason with the next step, as sentences. */
  static String reason(SdkException e, StoreChoice.Bucket bucket) {
    return e instanceof S3Exception answered
        ? reason(answered, bucket)
        : String.valueOf(e.getMessage()).startsWith("Unable to load credentials")
            ? "There are no credentials for it. Set BENTOFORM_ARCHIVE_S3_ACCESS_KEY and"
                + " BENTOFORM_ARCHIVE_S3_SECRET_KEY, or give the server a role or a profile of AWS."
            : "S3 does not answer at "
                + bucket.endpoint().map(Object::toString).orElse("its address in AWS")
                + ". Check the address (--archive-s3-endpoint) and the network, then try again.";
  }

  private static String reason(S3Exception e, StoreChoice.Bucket bucket) {
    String code = code(e);
    if (code.equals("NoSuchBucket")) {
      return "There is no bucket %s. Create it, or name another one with --archive-store."
          .formatted(bucket.name());
    }
    return switch (e.statusCode()) {
      case 301, 307, 400 ->
          "S3 refuses the request (%s %s). Is the bucket %s in another region (--archive-s3-region)?"
              .formatted(e.statusCode(), code, bucket.name());
      case 401, 403 ->
          "Access to the bucket %s is denied (%s %s). Check the credentials; they need %s."
              .formatted(bucket.name(), e.statusCode(), code, RIGHTS);
      default -> "S3 answers %s %s. Try again.".formatted(e.statusCode(), code);
    };
  }

  /** The code of S3 for what went wrong; an empty text when it says none. */
  static String code(S3Exception e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? null : details.errorCode();
    return code == null ? "" : code;
  }
}
