package io.bentoform.api.engine.local.python;

import io.bentoform.api.engine.local.process.ProcessIdentity;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.process.ProcessTree;
import io.bentoform.api.engine.local.sandbox.Access;
import io.bentoform.api.engine.local.sandbox.Sandbox;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one command of a build to its end. Whoever interrupts it, and a timeout, end the command
 * with all processes it started.
 *
 * @param temporary holds a folder for each command while it runs
 */
record BuildCommand(ProcessTag engine, Duration timeout, Sandbox sandbox, Path temporary) {
  private static final System.Logger LOG = System.getLogger(BuildCommand.class.getName());
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** What a command sees, once the folder is known that is its home and {@code /tmp}. */
  interface Need {
    Access with(Path home) throws IOException;
  }

  /** The same without a sandbox. */
  BuildCommand trusted() {
    return new BuildCommand(engine, timeout, Sandbox.none(), temporary);
  }

  /**
   * Returns the exit code.
   *
   * @param access gets what the command needs beside its private home
   * @param environment all that the command sees; never logged
   * @param log gets the command line and all output
   */
  int run(List<String> command, Need access, Map<String, String> environment, BuildLog log)
      throws IOException, InterruptedException, TimeoutException {
    log.say("$ " + String.join(" ", command));
    String id = UUID.randomUUID().toString();
    Path home = PrivateFiles.createFolder(temporary.resolve(id));
    try {
      Map<String, String> variables = new HashMap<>(environment);
      if (sandbox.isolates()) {
        variables.put("HOME", home.toString());
        variables.put("TMPDIR", home.toString());
      }
      return run(command, access.with(home), ProcessTag.replica("build-" + id), variables, log);
    } finally {
      remove(home);
    }
  }

  /** What could not be removed goes with the next start of the engine. */
  private static void remove(Path home) {
    try {
      PrivateFiles.delete(home);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "The folder of a build cannot be removed: " + home, e);
    }
  }

  private int run(
      List<String> command,
      Access access,
      ProcessTag tag,
      Map<String, String> environment,
      BuildLog log)
      throws IOException, InterruptedException, TimeoutException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(environment);
    engine.putInto(variables);
    tag.putInto(variables);
    Process process = sandbox.start(builder, access);
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
