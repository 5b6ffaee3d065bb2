package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.engine.ServiceId;
import io.bentoform.api.engine.local.log.LogLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplicaLogsTest {
  private final Instant yesterday = Instant.now().minus(Duration.ofDays(1));
  private static final ServiceId SAMPLE = ServiceId.of("Sample");

  private final Path root;
  private final ReplicaLogs logs;

  ReplicaLogsTest(@TempDir Path root) {
    this.root = root;
    this.logs = new ReplicaLogs(root, new LogLimits(4, 3));
  }

  private Path log(String uid, int revision) throws IOException {
    Path file = logs.file("name", uid, revision, SAMPLE, 0);
    for (int i = 0; i < 3; i++) {
      Files.writeString(file, "full");
      logs.rotate();
    }
    Files.writeString(file, "one");
    return file;
  }

  private void age(Path path) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(yesterday.minusSeconds(1)));
  }

  @Test
  void a_log_that_ended_long_ago_is_removed_with_all_its_files_and_then_its_folder()
      throws Exception {
    Path old = log("ended", 1);
    age(old);

    logs.removeUnused(yesterday, Set.of());
    Path folder = logs.folder("name", "ended");
    assertThat(folder).isEmptyDirectory();

    age(folder);
    logs.removeUnused(yesterday, Set.of());
    assertThat(folder).doesNotExist();
  }

  @Test
  void a_log_that_somebody_may_still_write_to_stays_however_old_it_is() throws Exception {
    Path silent = log("silent", 1);
    age(silent);
    Path young = log("young", 1);

    logs.removeUnused(yesterday, Set.of(silent));

    assertThat(silent).hasContent("one");
    assertThat(young).hasContent("one");
  }

  @Test
  void a_replica_that_starts_again_makes_its_log_young() throws Exception {
    Path file = log("again", 1);
    age(file);

    logs.file("name", "again", 1, SAMPLE, 0);
    logs.removeUnused(yesterday, Set.of());

    assertThat(file).hasContent("one");
  }

  @Test
  void logs_of_revisions_long_past_are_removed_unless_they_still_run() throws Exception {
    Path past = log("many", 1);
    Path running = log("many", 2);
    Path last = log("many", 7);

    logs.prune("name", "many", 7, Set.of(running));

    assertThat(past).doesNotExist();
    assertThat(past.resolveSibling(past.getFileName() + ".1")).doesNotExist();
    assertThat(running).exists();
    assertThat(last).exists();
    assertThat(root.resolve("logs/name/many")).isDirectory();
  }
}
