package io.bentoform.api.engine.local;

import io.bentoform.api.files.FolderLock;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The folder of an engine, held by one engine at a time. The identity written in it marks all
 * processes of this folder's engines.
 */
record RootFolder(FolderLock lock, String id) implements AutoCloseable {
  static RootFolder take(Path root) throws IOException {
    FolderLock lock = FolderLock.take(root, "engine.lock");
    try {
      return new RootFolder(lock, id(root.resolve("engine-id")));
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  private static String id(Path file) throws IOException {
    if (!Files.exists(file)) {
      String fresh = UUID.randomUUID().toString().substring(0, 13);
      PrivateFiles.write(file, fresh.getBytes(StandardCharsets.US_ASCII));
    }
    return Files.readString(file, StandardCharsets.US_ASCII).strip();
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
