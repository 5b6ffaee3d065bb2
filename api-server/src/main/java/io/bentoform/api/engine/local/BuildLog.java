package io.bentoform.api.engine.local;

import io.bentoform.api.crypto.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The log of one rollout's build, for people who wait for it. It holds command lines and their
 * output, never an environment; a command that prints one finds its secrets masked.
 *
 * @param file where it is written
 * @param secrets the values that no output shows
 */
record BuildLog(Path file, List<Hidden> secrets) {

  BuildLog(Path file) {
    this(file, List.of());
  }

  /** The same log for commands that know these values. */
  BuildLog masking(List<Hidden> values) {
    return new BuildLog(file, List.copyOf(values));
  }

  void say(String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
  }

  /** Takes the output of a command, to its end. */
  void take(InputStream output) throws IOException {
    try (OutputStream masked =
        new Masked(Files.newOutputStream(file, StandardOpenOption.APPEND), secrets)) {
      output.transferTo(masked);
    }
  }
}
