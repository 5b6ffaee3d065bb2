package io.bentoform.api.scaling;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;

/**
 * The samples of one service, oldest first. What does not change takes one sample, so that a
 * service at rest costs nothing.
 */
final class History {
  private final Deque<Sample> samples = new ArrayDeque<>();

  /**
   * Adds the newest sample.
   *
   * @param kept how far back samples are needed; one sample before that stays, for it holds until
   *     the next
   */
  void add(Sample sample, Duration kept) {
    Sample newest = samples.peekLast();
    if (newest != null && sample.time().isBefore(newest.time())) {
      // The clock was set back: which sample held when is not known any more.
      samples.clear();
      newest = null;
    }
    if (newest == null || !newest.sameAs(sample)) {
      samples.addLast(sample);
    }
    forgetBefore(sample.time().minus(kept));
  }

  private void forgetBefore(Instant time) {
    while (samples.size() > 1) {
      Sample oldest = samples.removeFirst();
      if (samples.getFirst().time().isAfter(time)) {
        samples.addFirst(oldest);
        return;
      }
    }
  }

  Collection<Sample> samples() {
    return Collections.unmodifiableCollection(samples);
  }
}
