package io.bentoform.api.gateway;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends what takes too long. One look at everything some times a second, in place of a timer for
 * each request and connection.
 */
final class Deadlines {
  /** No end. */
  static final long NONE = Long.MAX_VALUE;

  /** What has a deadline that may move. */
  interface Expiring {
    /** In {@link System#nanoTime()}, or {@link #NONE}. */
    long deadline();

    /** Called on any thread, again and again while the deadline is past. */
    void expire();
  }

  private final Set<Expiring> all = ConcurrentHashMap.newKeySet();

  void add(Expiring each) {
    all.add(each);
  }

  void remove(Expiring each) {
    all.remove(each);
  }

  void check() {
    long now = System.nanoTime();
    for (Expiring each : all) {
      long deadline = each.deadline();
      if (deadline != NONE && now - deadline >= 0) {
        each.expire();
      }
    }
  }
}
