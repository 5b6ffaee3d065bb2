package io.bentoform.api.engine.local;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets either one change of a deployment run, or the repairs of its services, each on a thread of
 * its own: a service may need another one to start. A change interrupts repairs, which it
 * supersedes.
 */
final class Repairs {
  private final ReentrantReadWriteLock turn = new ReentrantReadWriteLock(true);
  private final Map<LocalService, Thread> running = new ConcurrentHashMap<>();
  private volatile int changes;

  /** Waits for its turn; to be followed by {@link #endChange()}. */
  void beginChange() throws InterruptedException {
    count(1);
    try {
      running.values().forEach(Thread::interrupt);
      turn.writeLock().lockInterruptibly();
    } catch (InterruptedException e) {
      count(-1);
      throw e;
    }
  }

  void endChange() {
    count(-1);
    turn.writeLock().unlock();
  }

  private synchronized void count(int more) {
    changes += more;
  }

  /** Repairs a service unless it is being repaired, or a change is in progress. */
  void repair(LocalService service, Repair repair) {
    if (changes > 0 || running.containsKey(service)) {
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .name("repair-" + service.id().text())
            .unstarted(() -> run(service, repair));
    if (running.putIfAbsent(service, thread) == null) {
      thread.start();
    }
  }

  /** What a repair does. */
  interface Repair {
    void of(LocalService service) throws InterruptedException;
  }

  private void run(LocalService service, Repair repair) {
    try {
      if (!turn.readLock().tryLock()) {
        return;
      }
      try {
        if (changes == 0) {
          repair.of(service);
        }
      } finally {
        turn.readLock().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.remove(service);
    }
  }
}
