package io.bentoform.api.archive;

import java.io.IOException;
import java.io.InputStream;

/**
 * An archive that is being read.
 *
 * @param stream from its begin to its end; it goes on even when the archive is removed meanwhile
 * @param bytes its size
 */
public record ArchiveContent(InputStream stream, long bytes) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    stream.close();
  }
}
