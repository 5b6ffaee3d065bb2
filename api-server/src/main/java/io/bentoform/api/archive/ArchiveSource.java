package io.bentoform.api.archive;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** An archive that can be read, wherever it is stored. */
public interface ArchiveSource {
  /**
   * Opens the archive.
   *
   * @throws NoSuchFileException when it is gone
   * @throws RuntimeException when the store does not answer; later it may
   */
  ArchiveContent open() throws IOException;

  /** The archive in this file. */
  static ArchiveSource of(Path file) {
    return new ArchiveFile(file);
  }
}
