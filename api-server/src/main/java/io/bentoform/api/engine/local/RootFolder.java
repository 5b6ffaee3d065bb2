package io.bentoform.api.engine.local;

import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The folder of an engine, held by one engine at a time. The system gives the lock back when a
 * server is killed. The identity written in it marks all processes of this folder's engines.
 */
final class RootFolder implements AutoCloseable {
  private final FileChannel channel;
  private final String id;

  private RootFolder(FileChannel channel, String id) {
    this.channel = channel;
    this.id = id;
  }

  static RootFolder take(Path root) throws IOException {
    PrivateFiles.createFolder(root);
    FileChannel channel =
        FileChannel.open(
            root.resolve("engine.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(root);
      }
      return new RootFolder(channel, id(root.resolve("engine-id")));
    } catch (OverlappingFileLockException e) {
      channel.close();
      throw inUse(root);
    } catch (IOException e) {
      channel.close();
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

  private static IOException inUse(Path root) {
    return new IOException("The folder " + root + " is in use by another server; stop it first.");
  }

  String id() {
    return id;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
