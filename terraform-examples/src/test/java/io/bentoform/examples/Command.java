package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that ran to its end.
 *
 * @param output what it wrote to its standard output and error, in the order in which it came
 */
record Command(int exitCode, String output) {
  private static final int MINUTES = Integer.getInteger("command.minutes", 10);

  /** Runs a program and waits for it. A null value takes a variable away. */
  static Command run(Path folder, Map<String, String> environment, List<String> command) {
    try {
      Path output = Files.createTempFile("command", ".log");
      try {
        Process process = start(folder, environment, command, output);
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new AssertionError(command + " did not end: " + Files.readString(output));
        }
        return new Command(process.exitValue(), Files.readString(output));
      } finally {
        Files.delete(output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Starts a program that writes to a file. */
  static Process start(
      Path folder, Map<String, String> environment, List<String> command, Path output)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    // Unless it is asked for, no process outlives its test.
    builder.environment().put("BENTOCLOUD_WARM", System.getProperty("warm", "0"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return process;
  }

  /** The output of a program that refused, as it must. */
  String refused() {
    assertThat(exitCode).as(output).isEqualTo(1);
    return output;
  }

  /** What Terraform printed, without its line breaks and frames. */
  static String words(String printed) {
    return printed.replaceAll("[\\s│]+", " ");
  }

  /** The output, when the program was content. */
  String orFail() {
    if (exitCode != 0) {
      throw new AssertionError("exit code " + exitCode + ": " + output);
    }
    return output;
  }

  byte[] bytes() {
    return output.getBytes(StandardCharsets.UTF_8);
  }
}
