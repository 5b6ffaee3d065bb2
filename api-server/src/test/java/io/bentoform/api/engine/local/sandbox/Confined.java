package io.bentoform.api.engine.local.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.engine.local.process.ProcessIdentity;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.process.ProcessTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Runs commands in a real sandbox. */
final class Confined {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Sandbox sandbox;
  private final Path folder;
  private final ProcessTag tag = ProcessTag.replica(UUID.randomUUID().toString());
  private final Map<String, String> environment =
      new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "LANG", "C.UTF-8"));
  private Access access;

  /** What a command printed, and how it ended. */
  record Result(String output, int code) {}

  Confined(Path folder) throws IOException {
    this.sandbox = RequiredSandbox.open();
    this.folder = folder;
    Path temporary = Files.createDirectories(folder.resolve("temporary"));
    this.access = Access.in(temporary, temporary);
  }

  Path temporary() {
    return access.temporary();
  }

  Confined with(Access more) {
    access = more;
    return this;
  }

  Access access() {
    return access;
  }

  Confined variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Process start(String... command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    tag.putInto(builder.environment());
    return sandbox.start(builder, access);
  }

  Result run(String... command) throws Exception {
    Process process = start(command);
    try {
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      return new Result(output(), process.exitValue());
    } finally {
      tree(process).end(Duration.ZERO);
    }
  }

  Result shell(String script) throws Exception {
    return run("/bin/sh", "-c", script);
  }

  String output() throws IOException {
    return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8).strip();
  }

  ProcessTree tree(Process process) {
    return new ProcessTree(ProcessIdentity.of(process.pid()).orElse(null), tag);
  }

  /** Whatever still runs of it. */
  List<ProcessIdentity> left() {
    return List.copyOf(tag.bearers());
  }
}
