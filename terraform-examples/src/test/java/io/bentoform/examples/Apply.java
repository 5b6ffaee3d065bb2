package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An apply that is under way. */
record Apply(Workspace workspace, Process terraform, Path log) {

  static Apply begin(Workspace workspace) {
    Path log = workspace.folder().resolve("apply.log");
    Process terraform = workspace.begin(log, "apply", "-no-color", "-auto-approve");
    return new Apply(workspace, terraform, log);
  }

  Set<ProcessHandle> descendants() {
    return terraform.descendants().collect(Collectors.toSet());
  }

  /** What Ctrl-C does: the whole process group gets the signal. */
  void interrupt() {
    List<String> kill = List.of("bash", "-c", "kill -INT -- -" + terraform.pid());
    Command.run(workspace.folder(), Map.of(), kill).orFail();
  }

  void killProvider() {
    String runtime = Layout.PROVIDER.resolve("runtime").toString();
    List<ProcessHandle> providers =
        Stream.concat(terraform.children(), workspace.warmProcesses().stream())
            .filter(process -> process.info().command().orElse("").startsWith(runtime))
            .toList();
    assertThat(providers).hasSize(1);
    providers.getFirst().destroyForcibly();
  }

  /** Waits for its end and answers what it printed. */
  String await() {
    Server.await("terraform to end", Duration.ofMinutes(4), () -> !terraform.isAlive());
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String awaitFailure() {
    String output = await();
    return new Command(terraform.exitValue(), output).refused();
  }
}
