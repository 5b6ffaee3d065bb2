package io.bentoform.api.engine.local.python;

import io.bentoform.api.crypto.Hidden;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The log of one rollout's build, for people who wait for it. It holds command lines and their
 * output, never an environment: a value that a command prints all the same is masked before it is
 * written.
 *
 * @param file where it is written
 * @param redaction the values that are masked
 */
public record BuildLog(Path file, Redaction redaction) {

  /** The same log, which hides more. */
  BuildLog without(List<Hidden> more) {
    return new BuildLog(file, redaction.and(more));
  }

  public void say(String line) throws IOException {
    Files.writeString(file, masked(line) + "\n", StandardOpenOption.APPEND);
  }

  /** A text for people, without the values. */
  String masked(String text) {
    return redaction.of(text);
  }

  /** For the output of one command, in chunks of any size; what is held back comes at its close. */
  OutputStream open() throws IOException {
    return redaction.over(Files.newOutputStream(file, StandardOpenOption.APPEND));
  }
}
