package io.bentoform.provider.client;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Objects of a cluster that were read before anyone asked for them. A run that asks for many is the
 * plan of a large configuration: pages of the whole list then cost less than a request for every
 * few names. It never reads more than ten times what was asked for.
 *
 * <p>Each object is handed out once, so that whoever asks again gets a fresh answer. Nothing is
 * kept for long, or once the run changes something.
 */
final class ReadAhead<T> {

  /** How many objects a page has. */
  static final int PAGE = 500;

  private static final int MOST_FOR_EACH_ASKED = 10;
  private static final Duration FRESH = Duration.ofSeconds(30);

  /**
   * A part of the list.
   *
   * @param next the cursor of the next part, null when this is the last one
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
  private long begun;

  /**
   * Reads ahead in a list.
   *
   * @param changed whether the run has changed something
   */
  ReadAhead(Pages<T> pages, BooleanSupplier changed) {
    this.pages = pages;
    this.changed = changed;
  }

  /** The object of this name, if it was read ahead and not handed out yet. */
  synchronized Optional<T> take(String name) {
    asked++;
    boolean stale = read > 0 && System.nanoTime() - begun > FRESH.toNanos();
    if (stale || changed.getAsBoolean()) {
      ended = true;
      objects.clear();
    }
    return Optional.ofNullable(objects.remove(name));
  }

  /** Reads the next page if enough was asked for. Not to be called by two threads at once. */
  void readMore() {
    if (!isWorthwhile()) {
      return;
    }
    add(pages.after(cursor));
  }

  private synchronized boolean isWorthwhile() {
    if (read == 0) {
      begun = System.nanoTime();
    }
    return !ended && read + PAGE <= asked * MOST_FOR_EACH_ASKED;
  }

  private synchronized void add(Page<T> page) {
    read += PAGE;
    cursor = page.next();
    ended = ended || cursor == null;
    objects.putAll(page.objects());
  }
}
