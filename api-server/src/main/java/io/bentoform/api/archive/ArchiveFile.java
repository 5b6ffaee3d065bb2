package io.bentoform.api.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An archive in a file. */
record ArchiveFile(Path file) implements ArchiveSource {
  @Override
  public ArchiveContent open() throws IOException {
    long bytes = Files.size(file);
    return new ArchiveContent(Files.newInputStream(file), bytes);
  }
}
