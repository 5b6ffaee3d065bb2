package io.bentoform.api.engine.local.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowedFileTest {
  private final AtomicBoolean growing = new AtomicBoolean(true);
  private final Path file;
  private final RotatingFile log;

  FollowedFileTest(@TempDir Path folder) {
    this.file = folder.resolve("log");
    this.log = new RotatingFile(file, new LogLimits(1, 3));
  }

  private void write(byte... bytes) throws IOException {
    Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<String> next(FollowedFile followed) throws Exception {
    return followed.next(Duration.ZERO);
  }

  @Test
  void it_begins_with_the_last_lines_and_goes_on_with_what_comes() throws Exception {
    write("one\ntwo\nthree\n");
    try (FollowedFile followed = FollowedFile.open(log, 2, growing::get)) {
      assertThat(next(followed)).contains("two\nthree\n");
      assertThat(next(followed)).contains("");
      write("four");
      assertThat(next(followed)).contains("four");
    }
  }

  @Test
  void it_ends_when_nothing_more_can_come_and_not_before_the_rest_was_read() throws Exception {
    write("one\n");
    try (FollowedFile followed = FollowedFile.open(log, 50, growing::get)) {
      assertThat(next(followed)).contains("one\n");
      write("last");
      growing.set(false);
      assertThat(next(followed)).contains("last");
      assertThat(next(followed)).isEmpty();
    }
  }

  @Test
  void a_character_in_two_parts_comes_as_one() throws Exception {
    byte[] umlaut = "ä".getBytes(StandardCharsets.UTF_8);
    write("");
    try (FollowedFile followed = FollowedFile.open(log, 50, growing::get)) {
      write(umlaut[0]);
      assertThat(next(followed)).contains("");
      write(umlaut[1]);
      assertThat(next(followed)).contains("ä");
    }
  }

  @Test
  void bytes_that_are_no_text_are_replaced() throws Exception {
    write((byte) 0xff, (byte) 'a');
    try (FollowedFile followed = FollowedFile.open(log, 50, growing::get)) {
      assertThat(next(followed)).contains("\uFFFDa");
    }
  }

  @Test
  void the_last_lines_of_a_large_file_are_found() throws Exception {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append("line ").append(i).append('\n');
    }
    write(text.toString());
    try (FollowedFile followed = FollowedFile.open(log, 3, growing::get)) {
      assertThat(next(followed)).contains("line 19997\nline 19998\nline 19999\n");
    }
    try (FollowedFile followed = FollowedFile.open(log, 0, growing::get)) {
      assertThat(next(followed)).contains("");
    }
  }

  @Test
  void a_rotation_is_not_seen_wherever_the_follower_is() throws Exception {
    write("one\ntwo\n");
    try (FollowedFile atEnd = FollowedFile.open(log, 50, growing::get);
        FollowedFile behind = FollowedFile.open(log, 1, growing::get)) {
      assertThat(next(atEnd)).contains("one\ntwo\n");
      log.rotateIfFull();
      write("three\n");
      log.rotateIfFull();
      write("four\n");

      assertThat(rest(atEnd)).isEqualTo("three\nfour\n");
      assertThat(rest(behind)).isEqualTo("two\nthree\nfour\n");
    }
  }

  @Test
  void as_much_as_was_written_before_a_rotation_may_be_written_after_it() throws Exception {
    write("before\n");
    try (FollowedFile followed = FollowedFile.open(log, 50, growing::get)) {
      assertThat(next(followed)).contains("before\n");
      log.rotateIfFull();
      write("after 1\n");

      assertThat(rest(followed)).isEqualTo("after 1\n");
    }
  }

  @Test
  void a_character_that_a_rotation_parts_comes_as_one() throws Exception {
    byte[] umlaut = "ä".getBytes(StandardCharsets.UTF_8);
    write(umlaut[0]);
    try (FollowedFile followed = FollowedFile.open(log, 50, growing::get)) {
      assertThat(next(followed)).contains("");
      log.rotateIfFull();
      write(umlaut[1]);

      assertThat(next(followed)).contains("ä");
    }
  }

  @Test
  void the_last_lines_are_found_in_what_was_rotated() throws Exception {
    write("one\ntwo\nthr");
    log.rotateIfFull();
    write("ee\n");
    log.rotateIfFull();

    for (String expected : List.of("three\n", "two\nthree\n", "one\ntwo\nthree\n")) {
      int lines = (int) expected.lines().count();
      try (FollowedFile followed = FollowedFile.open(log, lines, growing::get)) {
        assertThat(rest(followed)).isEqualTo(expected);
      }
    }
  }

  @Test
  void who_is_behind_by_more_than_is_kept_goes_on_with_the_oldest_that_is() throws Exception {
    write("one\n");
    try (FollowedFile followed = FollowedFile.open(log, 50, growing::get)) {
      for (String line : List.of("two\n", "three\n", "four\n")) {
        log.rotateIfFull();
        write(line);
      }

      assertThat(rest(followed)).isEqualTo("two\nthree\nfour\n");
    }
  }

  @Test
  void a_log_that_begins_anew_is_followed_from_its_beginning() throws Exception {
    write("of the build before\n");
    try (FollowedFile followed = FollowedFile.open(log, 50, growing::get)) {
      assertThat(next(followed)).contains("of the build before\n");
      log.clear();
      write("new\n");

      assertThat(rest(followed)).isEqualTo("new\n");
    }
  }

  /** All that is there until now. */
  private static String rest(FollowedFile followed) throws Exception {
    StringBuilder all = new StringBuilder();
    for (String text = next(followed).orElse("");
        !text.isEmpty();
        text = next(followed).orElse("")) {
      all.append(text);
    }
    return all.toString();
  }
}
