package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowedFileTest {
  private final AtomicBoolean growing = new AtomicBoolean(true);
  private final Path file;

  FollowedFileTest(@TempDir Path folder) {
    this.file = folder.resolve("log");
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
    try (FollowedFile followed = FollowedFile.open(file, 2, growing::get)) {
      assertThat(next(followed)).contains("two\nthree\n");
      assertThat(next(followed)).contains("");
      write("four");
      assertThat(next(followed)).contains("four");
    }
  }

  @Test
  void it_ends_when_nothing_more_can_come_and_not_before_the_rest_was_read() throws Exception {
    write("one\n");
    try (FollowedFile followed = FollowedFile.open(file, 50, growing::get)) {
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
    try (FollowedFile followed = FollowedFile.open(file, 50, growing::get)) {
      write(umlaut[0]);
      assertThat(next(followed)).contains("");
      write(umlaut[1]);
      assertThat(next(followed)).contains("ä");
    }
  }

  @Test
  void bytes_that_are_no_text_are_replaced() throws Exception {
    write((byte) 0xff, (byte) 'a');
    try (FollowedFile followed = FollowedFile.open(file, 50, growing::get)) {
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
    try (FollowedFile followed = FollowedFile.open(file, 3, growing::get)) {
      assertThat(next(followed)).contains("line 19997\nline 19998\nline 19999\n");
    }
    try (FollowedFile followed = FollowedFile.open(file, 0, growing::get)) {
      assertThat(next(followed)).contains("");
    }
  }
}
