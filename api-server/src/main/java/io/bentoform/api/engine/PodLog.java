package io.bentoform.api.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The log of a pod, read from some lines before its end and then as it grows. */
public interface PodLog extends AutoCloseable {

  /**
   * The text since the last call, at most some kilobytes and only whole characters.
   *
   * @param wait how long to wait for more
   * @return the text, which may be empty; an empty optional at the end of the log
   */
  Optional<String> next(Duration wait) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
