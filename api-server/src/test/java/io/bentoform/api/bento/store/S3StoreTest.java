package io.bentoform.api.bento.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.archive.ArchiveContent;
import io.bentoform.api.http.ProblemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A bucket of a real S3 server as a store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3StoreTest {
  private static final String INSTALLATION = "11111111-2222-3333-4444-555555555555";
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Clock CLOCK = Clock.systemUTC();

  private final Path folder;
  private TestS3 s3;

  S3StoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  void start() throws Exception {
    s3 = new TestS3(folder.resolve("s3"));
  }

  @AfterAll
  void stop() throws Exception {
    s3.close();
  }

  private S3Store open() throws Exception {
    return S3Store.open(s3.bucket(), WEEK, INSTALLATION, CLOCK, 6 << 20);
  }

  private static byte[] random(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return content;
  }

  private static String store(S3Store store, String attempt, byte[] content) throws Exception {
    String digest = DigestUtils.sha256Hex(content);
    try (Draft draft = store.begin(attempt, content.length)) {
      draft.content().write(content);
      draft.publish(digest);
    }
    return digest;
  }

  @Test
  void what_is_stored_is_read_whatever_its_size_and_no_draft_stays() throws Exception {
    try (S3Store store = open()) {
      for (int size : new int[] {0, 1, 8 << 20, (8 << 20) + 1, 25 << 20}) {
        byte[] content = random(size);

        String digest = store(store, "a" + size, content);

        try (ArchiveContent read = store.open(digest)) {
          assertThat(read.bytes()).isEqualTo(size);
          assertThat(read.stream().readAllBytes()).isEqualTo(content);
        }
        assertThat(store.digests()).contains(digest);
      }
      assertThat(s3.objects()).noneMatch(key -> key.contains("uploads/"));
      assertThat(s3.uploads()).isZero();
    }
  }

  @Test
  void a_draft_that_is_not_published_leaves_nothing() throws Exception {
    try (S3Store store = open()) {
      try (Draft draft = store.begin("cut", 30 << 20)) {
        draft.content().write(random(20 << 20));
        assertThat(s3.uploads()).isEqualTo(1);
      }
      assertThat(s3.uploads()).isZero();

      Draft killed = store.begin("killed", 30 << 20);
      killed.content().write(random(20 << 20));
      store.removeDraft("killed", Optional.of("0".repeat(64)));
      store.removeDraft("never", Optional.empty());
      assertThat(s3.uploads()).isZero();
    }
  }

  @Test
  void an_archive_that_is_not_there_is_no_file() throws Exception {
    try (S3Store store = open()) {
      assertThatThrownBy(() -> store.open("0".repeat(64))).isInstanceOf(NoSuchFileException.class);
    }
  }

  @Test
  void what_nothing_needs_goes_when_the_time_of_the_trash_is_over() throws Exception {
    try (S3Store store = open()) {
      String digest = store(store, "unneeded", random(10));
      Instant now = CLOCK.instant();

      assertThat(store.discard(digest, now.minus(WEEK).plusSeconds(60))).isFalse();
      assertThat(store.digests()).contains(digest);
      assertThat(store.discard(digest, now.minus(WEEK).minusSeconds(60))).isTrue();
      assertThat(store.digests()).doesNotContain(digest);
    }
  }

  @Test
  void what_is_replaced_after_it_was_checked_is_not_published() throws Exception {
    try (S3Store store = open()) {
      String key = "archives/uploads/replaced";
      put(key, random(100));
      DirectTransfers direct = store.direct().orElseThrow();

      try (Uploaded uploaded = direct.uploaded("replaced").orElseThrow()) {
        uploaded.content().stream().readAllBytes();
        put(key, random(101));
        assertThatThrownBy(() -> uploaded.publish("1".repeat(64)))
            .isInstanceOf(ProblemException.class);
      }
      assertThat(store.digests()).doesNotContain("1".repeat(64));
      assertThat(s3.objects()).doesNotContain(key);
    }
  }

  private void put(String key, byte[] content) {
    try (S3Connection connection = S3Connection.of(s3.bucket())) {
      connection
          .client()
          .putObject(
              request -> request.bucket(TestS3.BUCKET).key(key),
              software.amazon.awssdk.core.sync.RequestBody.fromBytes(content));
    }
  }

  @Test
  void objects_with_other_names_are_no_archives() throws Exception {
    try (S3Store store = open()) {
      put("archives/other.tar", random(3));
      put(("archives/folder/" + "2".repeat(64) + ".tar"), random(3));

      assertThat(store.digests()).doesNotContain("other", "2".repeat(64));
    }
  }

  @Test
  void a_bucket_that_is_not_there_is_told_with_the_next_step() {
    assertStart(s3.bucket("absent", TestS3.secret()))
        .hasMessage(
            "The archive store s3://absent/archives cannot be used now: There is no bucket absent."
                + " Create it, or name another one with --archive-store.");
  }

  @Test
  void denied_access_is_told_with_the_rights_that_are_needed() {
    assertStart(s3.bucket(TestS3.BUCKET, "another secret"))
        .hasMessageContaining("Access to the bucket models is denied (403")
        .hasMessageContaining("s3:ListBucket")
        .hasMessageNotContaining("another secret")
        .hasMessageNotContaining("test-access-key");
  }

  @Test
  void an_endpoint_that_is_away_is_told_by_its_address() {
    StoreChoice.Bucket bucket = s3.bucket();
    assertStart(
            new StoreChoice.Bucket(
                bucket.name(),
                bucket.prefix(),
                Optional.of(java.net.URI.create("http://127.0.0.1:1")),
                bucket.region(),
                bucket.keys(),
                true))
        .hasMessageContaining("s3://models/archives")
        .hasMessageContaining("S3 does not answer at http://127.0.0.1:1")
        .hasMessageContaining("--archive-s3-endpoint");
  }

  @Test
  void a_bucket_of_another_installation_is_refused_and_stays_as_it_is() throws Exception {
    open().close();

    assertThatThrownBy(() -> S3Store.open(s3.bucket(), WEEK, "another", CLOCK))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(INSTALLATION)
        .hasMessageContaining("another")
        .hasMessageContaining("--archive-store")
        .hasMessageContaining("installation.id");

    open().close();
  }

  private static org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> assertStart(
      StoreChoice.Bucket bucket) {
    return assertThatThrownBy(() -> S3Store.open(bucket, WEEK, INSTALLATION, CLOCK))
        .isInstanceOf(IllegalStateException.class);
  }
}
