package io.bentoform.api.engine.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The log of one rollout's build, for people who wait for it. It holds command lines and their
 * output, never an environment.
 *
 * @param file where it is written
 */
record BuildLog(Path file) {

  void say(String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
  }
}
