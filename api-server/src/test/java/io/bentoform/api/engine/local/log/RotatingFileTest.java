package io.bentoform.api.engine.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RotatingFileTest {
  private final Path folder;
  private final Path file;

  RotatingFileTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("a.log");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void so_many_files_are_kept_and_only_their_owner_may_read_them() throws Exception {
    RotatingFile log = new RotatingFile(file, new LogLimits(4, 3));
    for (int i = 1; i <= 5; i++) {
      Files.writeString(file, "line " + i + "\n");
      log.rotateIfFull();
    }

    assertThat(names()).containsExactly("a.log", "a.log.1", "a.log.2");
    assertThat(file).isEmptyFile();
    assertThat(folder.resolve("a.log.1")).hasContent("line 5");
    assertThat(folder.resolve("a.log.2")).hasContent("line 4");
    assertThat(Files.getPosixFilePermissions(folder.resolve("a.log.1")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void what_is_not_full_or_not_there_is_left_alone() throws Exception {
    RotatingFile log = new RotatingFile(file, new LogLimits(4, 3));
    log.rotateIfFull();
    assertThat(names()).isEmpty();

    Files.writeString(file, "one");
    log.rotateIfFull();
    assertThat(file).hasContent("one");
    assertThat(names()).containsExactly("a.log");
  }

  @Test
  void fewer_files_are_kept_when_the_setting_says_so() throws Exception {
    for (String rotated : List.of("1", "2", "3", "4")) {
      Files.writeString(folder.resolve("a.log." + rotated), rotated);
    }
    Files.writeString(file, "full");

    new RotatingFile(file, new LogLimits(4, 2)).rotateIfFull();

    assertThat(names()).containsExactly("a.log", "a.log.1");
    assertThat(folder.resolve("a.log.1")).hasContent("full");
  }

  @Test
  void a_process_that_has_the_log_open_goes_on_in_it() throws Exception {
    RotatingFile log = new RotatingFile(file, new LogLimits(4, 3));
    Process writer =
        new ProcessBuilder("sh", "-c", "echo before; read line; echo after")
            .redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()))
            .start();
    try {
      while (Files.size(file) == 0) {
        assertThat(writer.isAlive()).isTrue();
        Thread.onSpinWait();
      }
      log.rotateIfFull();
      writer.outputWriter().append("go on\n").close();
      assertThat(writer.waitFor(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      writer.destroyForcibly();
    }

    assertThat(folder.resolve("a.log.1")).hasContent("before");
    assertThat(file).as("nothing but the line, at the beginning").hasContent("after");
  }

  @Test
  void a_log_is_removed_with_what_was_rotated() throws Exception {
    RotatingFile log = new RotatingFile(file, new LogLimits(1, 5));
    for (int i = 0; i < 3; i++) {
      Files.writeString(file, "line");
      log.rotateIfFull();
    }

    log.delete();

    assertThat(names()).isEmpty();
  }
}
