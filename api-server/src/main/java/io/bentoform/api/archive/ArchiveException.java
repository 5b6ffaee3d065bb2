package io.bentoform.api.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The content of an archive is rejected. The message is for users and continues "The archive", as
 * in "has two entries of one name: src/a".
 */
public final class ArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  public ArchiveException(String text) {
    this(text, null);
  }

  public ArchiveException(String text, @Nullable Throwable cause) {
    super(text, cause);
  }
}
