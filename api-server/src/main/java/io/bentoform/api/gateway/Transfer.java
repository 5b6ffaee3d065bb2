package io.bentoform.api.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;

/**
 * Passes a body on as it arrives: nothing waits for a buffer to fill, and the sender is slowed down
 * to the pace of the receiver. Used on one event loop.
 */
final class Transfer {
  /** Of a body that ends when its sender says so. */
  static final long UNKNOWN_LENGTH = -1;

  /** What a transfer tells of itself. */
  interface Progress {
    /** A part came, and the next is waited for. */
    default void moved() {}

    /** The receiver does not keep up; {@link #moved} follows when it does. */
    default void blocked() {}

    /** All has come; called before the receiver is told. */
    default void ending() {}

    /** The receiver has been told of the end. */
    default void ended() {}
  }

  private final ReadStream<Buffer> from;
  private final WriteStream<Buffer> to;
  private final Progress progress;
  private long left;
  private boolean ended;

  Transfer(ReadStream<Buffer> from, WriteStream<Buffer> to, long length, Progress progress) {
    this.from = from;
    this.to = to;
    this.left = length;
    this.progress = progress;
  }

  void start() {
    from.handler(this::pass);
    from.endHandler(end -> end());
    from.resume();
  }

  /** What comes from now on is dropped. */
  void stop() {
    ended = true;
  }

  private void pass(Buffer part) {
    if (ended) {
      return;
    }
    if (left != UNKNOWN_LENGTH) {
      left -= part.length();
      if (left == 0) {
        // The last part and the end in one packet.
        ended = true;
        progress.ending();
        to.end(part);
        progress.ended();
        return;
      }
    }
    progress.moved();
    to.write(part);
    if (to.writeQueueFull()) {
      from.pause();
      progress.blocked();
      to.drainHandler(
          drained -> {
            if (!ended) {
              progress.moved();
              from.resume();
            }
          });
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      progress.ending();
      to.end();
      progress.ended();
    }
  }
}
