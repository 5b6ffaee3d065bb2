package io.bentoform.provider.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Objects of a cluster that are read before they are asked for. A plan of a large configuration
 * asks for many objects, and pages of the whole list take fewer requests than batches of names. At
 * most ten times as many objects are read as were asked for.
 *
 * <p>Each object is returned once, so a second query gets a fresh answer. Objects are dropped after
 * 30 seconds, and as soon as the run changes something.
 */
final class ReadAhead<T> {

  /** The size of a page. */
  static final int PAGE = 500;

  private static final int MAX_READ_PER_QUERY = 10;
  private static final Duration FRESH = Duration.ofSeconds(30);

  /**
   * A page of the list.
   *
   * @param next the cursor of the next page, null for the last one
   */
  record Page<T>(Map<String, T> objects, @Nullable String next) {}

  /** Reads the page after a cursor, the first one for null. */
  interface Pages<T> {
    Page<T> after(@Nullable String cursor);
  }

  private final Pages<T> pages;
  private final BooleanSupplier changed;
  private final Map<String, T> objects = new HashMap<>();
  private @Nullable String cursor;
  private int asked;
  private int read;
  private boolean ended;
  private long firstRead;

  /**
   * Reads ahead in a list.
   *
   * @param changed whether the run has changed anything
   */
  ReadAhead(Pages<T> pages, BooleanSupplier changed) {
    this.pages = pages;
    this.changed = changed;
  }

  /** Returns an object that was read ahead, and removes it. */
  synchronized Optional<T> take(String name) {
    asked++;
    boolean stale = read > 0 && System.nanoTime() - firstRead > FRESH.toNanos();
    if (stale || changed.getAsBoolean()) {
      ended = true;
      objects.clear();
    }
    return Optional.ofNullable(objects.remove(name));
  }

  /** Reads the next page if enough objects were asked for. Not for use by several threads. */
  void readMore() {
    if (!isWorthwhile()) {
      return;
    }
    try {
      add(pages.after(cursor));
    } catch (ApiException e) {
      // Objects that were not read ahead are read by name.
      end();
    }
  }

  private synchronized boolean isWorthwhile() {
    return !ended && read + PAGE <= asked * MAX_READ_PER_QUERY;
  }

  private synchronized void end() {
    ended = true;
  }

  private synchronized void add(Page<T> page) {
    if (read == 0) {
      firstRead = System.nanoTime();
    }
    read += PAGE;
    cursor = page.next();
    ended = ended || cursor == null;
    objects.putAll(page.objects());
  }
}
