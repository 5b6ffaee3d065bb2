package io.bentoform.api.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a file's lock, so that test processes that run at once make what they share only once. */
record CacheLock(FileChannel file) implements AutoCloseable {

  /** Waits until no other process holds the lock of this name beside the cache's other files. */
  static CacheLock of(Path cache, String name) throws IOException {
    Path file = Files.createDirectories(cache).resolve(name + ".lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      channel.lock();
      return new CacheLock(channel);
    } catch (IOException failure) {
      channel.close();
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
