package io.bentoform.api;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Closes resources in the reverse order of opening. */
final class Closeables implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Closeables.class.getName());

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private boolean closed;

  /**
   * Adds a part.
   *
   * @throws IllegalStateException when this was closed meanwhile; the part is closed too
   */
  synchronized <T extends AutoCloseable> T add(T part) {
    opened.push(part);
    if (closed) {
      close();
      throw new IllegalStateException("The server was stopped while it started");
    }
    return part;
  }

  /** Closes all parts; one that fails does not keep the others open. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception | Error e) {
        LOG.log(Level.WARNING, "A part of the server did not close cleanly", e);
      }
    }
  }
}
