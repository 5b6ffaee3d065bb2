package io.bentoform.api.conformance;

import io.bentoform.api.TestServer;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.VirtualEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The released {@code bentoml}, unmodified, with a home of its own. {@code -Dbentoml.version=...}
 * chooses the release.
 */
public final class CommandLine {
  static final String VERSION = System.getProperty("bentoml.version", SampleBento.BENTOML_VERSION);
  private static final int TIMEOUT_MINUTES = 5;

  private final Map<String, String> login;
  private final Runnable beforeEach;
  private final Path home;
  private final Map<String, String> environment = new HashMap<>();

  /**
   * A person at a terminal.
   *
   * @param home an empty folder, the {@code $BENTOML_HOME}
   */
  CommandLine(Cloud cloud, Pass pass, Path home) {
    this(cloud.environment(), pass == Pass.RESTARTING ? cloud::restart : () -> {}, home);
  }

  private CommandLine(Map<String, String> login, Runnable beforeEach, Path home) {
    this.login = login;
    this.beforeEach = beforeEach;
    this.home = home.toAbsolutePath();
    environment.putAll(login);
    environment.put("BENTOML_HOME", home.toString());
    environment.put("BENTOML_DO_NOT_TRACK", "True");
    environment.put("COLUMNS", "240");
    environment.put("PYTHONWARNINGS", "ignore");
  }

  /** An administrator of this server at a terminal, with an empty folder as home. */
  public static CommandLine of(TestServer server, Path home) {
    return new CommandLine(login(server.url(), server.token()), () -> {}, home);
  }

  /** The variables that stand for a login. */
  static Map<String, String> login(String url, String token) {
    return Map.of("BENTO_CLOUD_API_ENDPOINT", url, "BENTO_CLOUD_API_KEY", token);
  }

  /** With an environment variable more. */
  CommandLine with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Without the variables that stand for a login. */
  CommandLine loggedOut() {
    environment.keySet().removeAll(login.keySet());
    return this;
  }

  Path home() {
    return home;
  }

  /** Runs {@code bentoml} with these words. */
  public Output run(String... words) {
    return in(home, words);
  }

  /** Runs {@code bentoml} with these words in a folder. */
  Output in(Path folder, String... words) {
    return program(folder, "bentoml", words);
  }

  /** Runs Python code, as a program does that imports {@code bentoml}. */
  Output python(String code) {
    return program(home, "python", "-c", code);
  }

  /** Where a program of the release lies, for one that starts it in its own way. */
  Path program(String name) {
    return installed().program(name);
  }

  /** Starts {@code bentoml} with these words and does not wait for it. */
  Process begin(String... words) {
    List<String> command = new ArrayList<>();
    command.add(program("bentoml").toString());
    command.addAll(List.of(words));
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(Files.createDirectories(home).toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().putAll(environment);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Output program(Path folder, String name, String... words) {
    beforeEach.run();
    List<String> command = new ArrayList<>();
    command.add(installed().program(name).toString());
    command.addAll(List.of(words));
    try {
      Path out = Files.createTempFile("bentoml", ".out");
      Path errors = Files.createTempFile("bentoml", ".err");
      try {
        int exitCode = exitCode(folder, command, out, errors);
        return new Output(
            String.join(" ", command), exitCode, Files.readString(out), Files.readString(errors));
      } finally {
        Files.delete(out);
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VirtualEnvironment installed() {
    return VirtualEnvironment.of(Path.of("target", "bentoml"), VERSION);
  }

  private int exitCode(Path folder, List<String> command, Path out, Path errors)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(Files.createDirectories(folder).toFile())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError(
            command + " did not end: " + Files.readString(out) + Files.readString(errors));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
