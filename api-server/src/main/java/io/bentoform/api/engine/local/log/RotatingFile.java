package io.bentoform.api.engine.local.log;

import io.bentoform.api.files.PrivateFiles;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A log that other processes append to. They keep it open, also while no server runs, so it cannot
 * be renamed: a rotation copies it to {@code FILE.1}, what was there to {@code FILE.2} and so on,
 * and then truncates it. Writers must have opened it to append. What is written in the few
 * microseconds between the last look into the file and its truncation is lost, as with the {@code
 * copytruncate} of logrotate.
 *
 * <p>The parts of a log have numbers, which grow by one with each rotation, so that a follower
 * knows where it is.
 */
public final class RotatingFile {
  private static final int CHUNK = 64 * 1024;

  private final Path file;
  private final LogLimits limits;
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** The number of the part that is written to; the one before it is {@code FILE.1}. */
  private long number;

  public RotatingFile(Path file, LogLimits limits) {
    this.file = file;
    this.limits = limits;
  }

  /** Rotates the log when it has reached its size. */
  public void rotateIfFull() throws IOException {
    if (!isFull()) {
      return;
    }
    Lock writing = lock.writeLock();
    writing.lock();
    try {
      if (isFull()) {
        rotate();
      }
    } finally {
      writing.unlock();
    }
  }

  private boolean isFull() throws IOException {
    try {
      return Files.size(file) >= limits.bytes();
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void rotate() throws IOException {
    removeFrom(limits.files() - 1);
    Path draft = sibling("draft");
    Files.deleteIfExists(draft);
    PrivateFiles.createFile(draft);
    boolean complete = false;
    // Neither is a channel: an interrupt would close it in the middle.
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw");
        OutputStream copy = new FileOutputStream(draft.toFile())) {
      byte[] chunk = new byte[CHUNK];
      append(log, copy, chunk);
      for (int age = limits.files() - 2; age >= 1; age--) {
        moveIfThere(rotated(age), rotated(age + 1));
      }
      Files.move(draft, rotated(1), StandardCopyOption.ATOMIC_MOVE);
      complete = true;
      append(log, copy, chunk);
      log.setLength(0);
      number++;
    } finally {
      if (!complete) {
        Files.deleteIfExists(draft);
      }
    }
  }

  /** Copies the rest of the file. */
  private static void append(RandomAccessFile from, OutputStream to, byte[] chunk)
      throws IOException {
    for (int read = from.read(chunk); read > 0; read = from.read(chunk)) {
      to.write(chunk, 0, read);
    }
  }

  private static void moveIfThere(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Empties the log. Followers start again. */
  public void clear() throws IOException {
    Lock writing = lock.writeLock();
    writing.lock();
    try {
      removeFrom(1);
      Files.write(file, new byte[0]);
      number += limits.files();
    } finally {
      writing.unlock();
    }
  }

  /** Removes the log with its rotated files. Followers read its last part to the end. */
  public void delete() throws IOException {
    Lock writing = lock.writeLock();
    writing.lock();
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(sibling("draft"));
      removeFrom(1);
    } finally {
      writing.unlock();
    }
  }

  /** Removes the rotated files of this age and older. */
  private void removeFrom(int age) throws IOException {
    for (int each = age; Files.deleteIfExists(rotated(each)) || each < limits.files(); ) {
      each++;
    }
  }

  private Path rotated(long age) {
    return sibling(Long.toString(age));
  }

  private Path sibling(String extension) {
    return file.resolveSibling(file.getFileName() + "." + extension);
  }

  /** Must be held while the numbers below are used. */
  Lock reading() {
    return lock.readLock();
  }

  /** The number of the part that is written to. */
  long latest() {
    return number;
  }

  /** The least number of a part that may still be there. */
  long oldest() {
    return number - limits.files() + 1;
  }

  /** Opens a part by its number. */
  FileChannel open(long part) throws IOException {
    return FileChannel.open(
        part == number ? file : rotated(number - part), StandardOpenOption.READ);
  }

  /** Reads a part as a channel does; -1 when it is gone. */
  int read(long part, ByteBuffer into, long position) throws IOException {
    try (FileChannel channel = open(part)) {
      return channel.read(into, position);
    } catch (NoSuchFileException e) {
      return -1;
    }
  }
}
