package io.bentoform.api.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrashTest {
  private static final Instant NOW = Instant.parse("2026-11-27T01:02:03Z");

  private final Path folder;

  TrashTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Trash at(Instant now) {
    return new Trash(folder.resolve("trash"), Duration.ofDays(7), Clock.fixed(now, ZoneOffset.UTC));
  }

  @Test
  void what_is_discarded_stays_for_its_time_and_is_then_removed() throws IOException {
    Path logs = Files.createDirectory(folder.resolve("logs"));
    Files.writeString(logs.resolve("build.log"), "line");

    at(NOW).discard(logs);
    at(NOW.plus(Duration.ofDays(7))).removeExpired();

    assertThat(logs).doesNotExist();
    assertThat(FileTrees.children(folder.resolve("trash")))
        .singleElement()
        .satisfies(entry -> assertThat(entry.resolve("logs/build.log")).hasContent("line"));

    at(NOW.plus(Duration.ofDays(8))).removeExpired();

    assertThat(FileTrees.children(folder.resolve("trash"))).isEmpty();
  }

  @Test
  void what_is_gone_already_is_no_trouble() throws IOException {
    at(NOW).discard(folder.resolve("gone"));

    assertThat(folder.resolve("trash")).doesNotExist();
  }

  @Test
  void what_somebody_else_put_into_the_trash_stays() throws IOException {
    Path other = Files.createDirectories(folder.resolve("trash/mine"));

    at(NOW.plus(Duration.ofDays(100))).removeExpired();

    assertThat(other).exists();
  }
}
