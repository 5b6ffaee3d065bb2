package io.bentoform.api.engine.local.python;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;

/**
 * Carries the output of one command into the build log while the command runs, which never waits
 * for it: when the log cannot be written, the rest is read and dropped.
 */
final class BuildOutput {
  private static final System.Logger LOG = System.getLogger(BuildOutput.class.getName());
  private static final int CHUNK = 8 << 10;

  /** A process that left the tree of the command may hold the pipe open. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Thread carrying;

  private BuildOutput(Thread carrying) {
    this.carrying = carrying;
  }

  static BuildOutput of(InputStream output, BuildLog log) {
    return new BuildOutput(
        Thread.ofPlatform().daemon().name("build-output").start(() -> carry(output, log)));
  }

  private static void carry(InputStream output, BuildLog log) {
    try (InputStream from = output) {
      try (OutputStream to = log.open()) {
        byte[] chunk = new byte[CHUNK];
        for (int read = from.read(chunk); read >= 0; read = from.read(chunk)) {
          to.write(chunk, 0, read);
        }
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "The build log ends early: " + log.file(), e);
        from.transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "The output of a build ended", e);
    }
  }

  /** Waits until all is written that the command, which ended, has printed. */
  void await() {
    boolean interrupted = Thread.interrupted();
    try {
      carrying.join(PATIENCE);
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
