package io.bentoform.api.engine;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The log of a pod, read from some lines before its end and then as it grows. */
public interface PodLog extends AutoCloseable {

  /**
   * What came since the last call, at most some kilobytes and never a part of a character.
   *
   * @param wait how long to wait for more
   * @return a text, empty when nothing came; nothing at all when nothing will come any more
   */
  Optional<String> next(Duration wait) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
