package io.bentoform.api.engine.local.python;

import io.bentoform.api.engine.local.process.ProcessIdentity;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one command of a build to its end. Whoever interrupts it, and a timeout, end the command
 * with all processes it started.
 */
final class BuildCommand {
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final ProcessTag engine;
  private final Duration timeout;

  BuildCommand(ProcessTag engine, Duration timeout) {
    this.engine = engine;
    this.timeout = timeout;
  }

  /**
   * Returns the exit code.
   *
   * @param environment all that the command sees; never logged
   * @param log gets the command line and all output
   */
  int run(List<String> command, Path folder, Map<String, String> environment, BuildLog log)
      throws IOException, InterruptedException, TimeoutException {
    log.say("$ " + String.join(" ", command));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true);
    ProcessTag tag = ProcessTag.replica("build-" + UUID.randomUUID());
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(environment);
    engine.putInto(variables);
    tag.putInto(variables);
    Process process = builder.start();
    ProcessTree tree = new ProcessTree(ProcessIdentity.of(process.pid()).orElse(null), tag);
    BuildOutput output = BuildOutput.of(process.getInputStream(), log);
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException("no end after " + timeout.toSeconds() + " s");
      }
      return process.exitValue();
    } finally {
      tree.end(GRACE);
      output.await();
    }
  }
}
