package io.bentoform.api.bento.store;

import io.bentoform.api.archive.ArchiveContent;
import io.bentoform.api.http.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Archives in a bucket of S3, or of what speaks S3. An archive that nothing needs stays there until
 * the time of the trash is over, because S3 moves nothing.
 */
public final class S3Store implements ArchiveStore {
  private final S3Connection connection;
  private final S3Bucket bucket;
  private final S3Copy copies;
  private final Duration kept;
  private final Clock clock;

  private S3Store(
      S3Connection connection, S3Bucket bucket, S3Copy copies, Duration kept, Clock clock) {
    this.connection = connection;
    this.bucket = bucket;
    this.copies = copies;
    this.kept = kept;
    this.clock = clock;
  }

  /**
   * Opens the store: the bucket is there, can be read and written, and belongs to this installation
   * from now on.
   *
   * @param kept how long an archive that nothing needs stays
   * @throws IllegalStateException with a message for users when it cannot be used
   */
  public static S3Store open(
      StoreChoice.Bucket choice, Duration kept, String installation, Clock clock)
      throws IOException {
    return open(choice, kept, installation, clock, S3Copy.PART_BYTES);
  }

  static S3Store open(
      StoreChoice.Bucket choice, Duration kept, String installation, Clock clock, long copiedBytes)
      throws IOException {
    S3Connection connection = connect(choice);
    S3Bucket bucket = new S3Bucket(choice, connection.client());
    S3Store store = new S3Store(connection, bucket, new S3Copy(bucket, copiedBytes), kept, clock);
    try {
      store.claim(installation);
      return store;
    } catch (ProblemException e) {
      connection.close();
      throw new IllegalStateException(e.problem().detail(), e);
    } catch (IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static S3Connection connect(StoreChoice.Bucket choice) {
    try {
      return S3Connection.of(choice);
    } catch (SdkClientException e) {
      throw new IllegalStateException(
          "The archive store "
              + choice.address()
              + " cannot be used: its region is not known. Set --archive-s3-region or AWS_REGION.",
          e);
    }
  }

  private void claim(String installation) throws IOException {
    digests();
    String key = bucket.key(Owner.NAME);
    Optional<S3Content> owner = bucket.open(key);
    if (owner.isEmpty()) {
      bucket.call(
          () ->
              connection
                  .client()
                  .putObject(
                      request -> request.bucket(bucket.name()).key(key),
                      RequestBody.fromBytes(
                          (installation + "\n").getBytes(StandardCharsets.UTF_8))));
      return;
    }
    try (S3Content recorded = owner.get()) {
      Owner.require(
          new String(recorded.readNBytes(64), StandardCharsets.UTF_8),
          installation,
          bucket.choice().address());
    }
  }

  @Override
  public Draft begin(String attempt, long bytes) {
    return new S3Draft(bucket, copies, attempt, bytes);
  }

  @Override
  public void removeDraft(String attempt, Optional<String> digest) {
    String key = bucket.upload(attempt);
    bucket.abortAll(key);
    bucket.delete(key);
    digest.map(bucket::archive).ifPresent(bucket::abortAll);
  }

  @Override
  public ArchiveContent open(String digest) throws IOException {
    S3Content content =
        bucket
            .open(bucket.archive(digest))
            .orElseThrow(() -> new NoSuchFileException(bucket.archive(digest)));
    return new ArchiveContent(content, content.bytes());
  }

  @Override
  public List<String> digests() {
    ListObjectsV2Request all =
        ListObjectsV2Request.builder()
            .bucket(bucket.name())
            .prefix(bucket.key(""))
            .delimiter("/")
            .build();
    return bucket.call(
        () ->
            connection.client().listObjectsV2Paginator(all).contents().stream()
                .map(S3Object::key)
                .flatMap(bucket::digests)
                .toList());
  }

  @Override
  public boolean discard(String digest, Instant since) {
    boolean over = since.plus(kept).isBefore(clock.instant());
    if (over) {
      bucket.delete(bucket.archive(digest));
    }
    return over;
  }

  @Override
  public void removeExpired() {
    // Nothing was moved aside.
  }

  @Override
  public Optional<DirectTransfers> direct() {
    return Optional.of(new S3Direct(bucket, connection.presigner(), copies));
  }

  @Override
  public void close() {
    connection.close();
  }
}
