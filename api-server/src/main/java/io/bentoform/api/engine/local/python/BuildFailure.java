package io.bentoform.api.engine.local.python;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An environment could not be built; the message says why in a few words, without a value. */
public final class BuildFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Path log;

  BuildFailure(String message, Path log, @Nullable Throwable cause) {
    super(message, cause);
    this.log = log;
  }

  /** The file to read. */
  public Path log() {
    return log;
  }
}
