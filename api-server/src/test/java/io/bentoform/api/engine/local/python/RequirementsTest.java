package io.bentoform.api.engine.local.python;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.BesideOthers;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@BesideOthers
final class RequirementsTest {
  private static final BentoDescription DESCRIPTION =
      new BentoDescription(Optional.of("1.4.39"), Optional.of("3.11"), List.of(), List.of());

  private static String key(Path folder, String bento, String requirements, String python)
      throws IOException {
    Path unpacked = Files.createDirectories(folder.resolve(bento).resolve("env/python"));
    Files.writeString(unpacked.resolve("requirements.txt"), requirements);
    return Requirements.of(folder.resolve(bento), "digest of " + bento).key(DESCRIPTION, python);
  }

  @Test
  void bentos_with_equal_requirements_share_an_environment(@TempDir Path folder)
      throws IOException {
    assertThat(key(folder, "a", "bentoml==1.4.39\n", "3.11"))
        .isEqualTo(key(folder, "b", "bentoml==1.4.39\n", "3.11"))
        .isNotEqualTo(key(folder, "a", "bentoml==1.4.39\n", "3.12"))
        .isNotEqualTo(key(folder, "a", "bentoml==1.4.38\n", "3.11"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"./wheels/a.whl", "-e .", "-r more.txt", "a @ file:///a.whl", "-c limits.txt"})
  void requirements_that_point_into_the_bento_are_not_shared(String line, @TempDir Path folder)
      throws IOException {
    assertThat(key(folder, "a", "attrs\n" + line, "3.11"))
        .isNotEqualTo(key(folder, "b", "attrs\n" + line, "3.11"));
  }

  @Test
  void a_wheel_of_more_than_2_gib_is_no_trouble(@TempDir Path folder) throws IOException {
    Path wheel = Files.createDirectories(folder.resolve("a/env/python/wheels")).resolve("big.whl");
    String without = key(folder, "a", "attrs\n", "3.11");
    try (RandomAccessFile file = new RandomAccessFile(wheel.toFile(), "rw")) {
      file.setLength((2L << 30) + 1);
    }

    assertThat(key(folder, "a", "attrs\n", "3.11")).isNotEqualTo(without);
  }
}
