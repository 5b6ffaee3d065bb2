package io.bentoform.provider.plugin;

import io.bentoform.provider.log.Log;
import java.io.PrintStream;

/** The log of a host that has a stream of its own. */
record HostLog(Log log, PrintStream stream) implements AutoCloseable {

  /** The host waits for the end of the stream before it takes its provider for ended. */
  @Override
  public void close() {
    stream.close();
  }
}
