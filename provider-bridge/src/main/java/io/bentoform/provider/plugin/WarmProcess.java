package io.bentoform.provider.plugin;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;

/**
 * A process that serves several hosts, one after another and at the same time. The launcher that a
 * host has started hands it over through a pair of FIFOs in a folder of this user (see {@link
 * WarmSlot}), and stays for as long as the host is served. The process ends when no launcher has
 * come for a while.
 *
 * <p>Every doubt is left to the launcher: a host that this process does not take is served by a
 * process of its own.
 */
final class WarmProcess {

  private static final int SLOTS = 7;

  /** How long after the end of a host its data is overwritten, unless the next one begins. */
  private static final Duration REST = Duration.ofSeconds(1);

  /** The longest that the data of a host stays in memory because of other ones. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** How often to look whether the folder still belongs to this process. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** How long a launcher may take from reading the state of this process to its request. */
  private static final Duration LAST_CALL = Duration.ofMillis(200);

  private final Path folder;
  private final Hosts hosts;
  private final MemoryScrubber scrubber = new MemoryScrubber();

  private Duration idle = Duration.ofMinutes(5);
  private int served;
  private long quietSince = System.nanoTime();
  private long scrubbedSince;
  private boolean isDirty;

  WarmProcess(Path folder, Hosts hosts) {
    this.folder = folder;
    this.hosts = hosts;
  }

  /** Serves hosts until none has come for the time that the last one's launcher asked for. */
  int run() throws IOException, InterruptedException, GeneralSecurityException {
    if (!isPrivate()) {
      return 1;
    }
    for (int slot = 1; slot <= SLOTS; slot++) {
      Thread.ofPlatform()
          .daemon()
          .name("slot-" + slot)
          .start(new WarmSlot(this, folder, slot, hosts));
    }
    while (awaitScrub()) {
      hosts.overwriteBuffers();
      scrubber.scrub();
      hosts.prepare();
    }
    close();
    return 0;
  }

  /** Whether nobody but this user can reach the folder. */
  boolean isPrivate() throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)).equals("rwx------")
        && Files.getOwner(folder).equals(Files.getOwner(Path.of("/proc/self")));
  }

  /** Notes that a launcher has come. */
  synchronized void hostBegins(Duration idleAfterwards) {
    served++;
    idle = idleAfterwards;
    notifyAll();
  }

  /** Notes that a host is gone, and its data not yet. */
  synchronized void hostEnded() {
    served--;
    quietSince = System.nanoTime();
    if (!isDirty) {
      isDirty = true;
      scrubbedSince = quietSince;
    }
    notifyAll();
  }

  private synchronized boolean isWanted() {
    return served > 0 || (untilIdle() > 0 && isOwnFolder());
  }

  private long untilIdle() {
    return idle.toNanos() - (System.nanoTime() - quietSince);
  }

  /** False when a launcher that took this process for dead has made another one. */
  private boolean isOwnFolder() {
    try {
      String state = Files.readString(folder.resolve("state"));
      return state.startsWith(ProcessHandle.current().pid() + " ");
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits until data of hosts that are gone is to be overwritten; false when none will come. */
  private synchronized boolean awaitScrub() throws InterruptedException {
    while (isWanted()) {
      long scrub = untilScrub();
      if (isDirty && scrub <= 0) {
        isDirty = false;
        return true;
      }
      long wait = Math.min(LOOK.toNanos(), served > 0 ? Long.MAX_VALUE : untilIdle());
      wait(Math.max(1, Duration.ofNanos(isDirty ? Math.min(wait, scrub) : wait).toMillis()));
    }
    return false;
  }

  private long untilScrub() {
    long now = System.nanoTime();
    long rest = served > 0 ? Long.MAX_VALUE : REST.toNanos() - (now - quietSince);
    return Math.min(rest, LONGEST.toNanos() - (now - scrubbedSince));
  }

  /** Takes the last launchers that have seen this process, then removes the folder. */
  private void close() throws IOException, InterruptedException {
    if (!isOwnFolder()) {
      return;
    }
    Files.deleteIfExists(folder.resolve("state"));
    Thread.sleep(LAST_CALL);
    synchronized (this) {
      while (served > 0) {
        wait();
      }
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}
