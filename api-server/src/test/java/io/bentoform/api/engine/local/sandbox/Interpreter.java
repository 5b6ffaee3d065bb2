package io.bentoform.api.engine.local.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The Python of this machine, wherever it is installed. */
final class Interpreter {
  private Interpreter() {}

  static Path ofThisMachine() throws Exception {
    return Path.of(output("python3", "-c", "import sys; print(sys.executable)"));
  }

  static String output(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
