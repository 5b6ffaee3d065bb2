package io.bentoform.api.bento.store;

import io.bentoform.api.crypto.Hidden;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where archives are to be stored. */
public sealed interface StoreChoice {
  /** In the data folder of the server. */
  record Own(Path folder) implements StoreChoice {}

  /** In a folder that several servers may share. */
  record Shared(Path folder) implements StoreChoice {}

  /**
   * In a bucket.
   *
   * @param prefix of all names in it, without a slash at its end; may be empty
   * @param endpoint of another S3 than that of AWS; its buckets are addressed by path
   * @param region empty for what the environment says
   * @param keys empty for what the AWS SDK finds
   * @param presigned whether clients should bring and fetch archives themselves
   */
  record Bucket(
      String name,
      String prefix,
      Optional<URI> endpoint,
      Optional<String> region,
      Optional<Keys> keys,
      boolean presigned)
      implements StoreChoice {

    /** As it is set: {@code s3://NAME/PREFIX}. */
    String address() {
      return "s3://" + name + (prefix.isEmpty() ? "" : "/" + prefix);
    }
  }

  /** Credentials of a bucket. */
  record Keys(Hidden access, Hidden secret) {}
}
