package io.bentoform.api.engine.kubernetes;

import io.bentoform.api.engine.PodLog;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The log of a container while it grows. */
final class FollowedPodLog implements PodLog {
  private static final int BLOCK = 8192;
  private static final int BLOCKS = 64;
  private static final String END = "";

  private final LogWatch watch;
  private final BlockingQueue<String> blocks = new ArrayBlockingQueue<>(BLOCKS);
  private final Thread reader;
  private boolean ended;

  FollowedPodLog(LogWatch watch) {
    this.watch = watch;
    this.reader = Thread.ofVirtual().name("pod-log").start(this::read);
  }

  private void read() {
    try {
      try (Reader in = new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8)) {
        char[] block = new char[BLOCK];
        for (int read = in.read(block); read >= 0; read = in.read(block)) {
          blocks.put(new String(block, 0, read));
        }
      } catch (IOException e) {
        // The connection was closed, here or there: the log ends for its reader.
      }
      blocks.put(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Optional<String> next(Duration wait) throws InterruptedException {
    if (ended) {
      return Optional.empty();
    }
    String block = blocks.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
    if (block == null) {
      return Optional.of("");
    }
    ended = block.equals(END);
    return ended ? Optional.empty() : Optional.of(block);
  }

  @Override
  public void close() {
    reader.interrupt();
    watch.close();
  }
}
