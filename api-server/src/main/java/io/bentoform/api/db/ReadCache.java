package io.bentoform.api.db;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What was read a moment ago, so that each request need not read it again. Bounded in number and
 * time: a change on another server is seen within {@value #SECONDS} seconds, one on this server at
 * once. What is not there is never remembered.
 */
public final class ReadCache<K, V> {
  private static final int SECONDS = 5;
  private static final int MOST = 10_000;

  private final Cache<Entry<K>, V> cache =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(Duration.ofSeconds(SECONDS)).build();
  private final AtomicLong generation = new AtomicLong();

  /** What is read while a change is made belongs to the generation before it. */
  private record Entry<K>(long generation, K key) {}

  /** The value of a key, read now unless it was a moment ago. */
  public Optional<V> get(K key, Function<K, Optional<V>> read) {
    Entry<K> entry = new Entry<>(generation.get(), key);
    V known = cache.getIfPresent(entry);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<V> value = read.apply(key);
    value.ifPresent(found -> cache.put(entry, found));
    return value;
  }

  /** Makes a change that the next read sees, even where it is not known whether it was made. */
  public <T> T clearedAfter(Supplier<T> change) {
    try {
      return change.get();
    } finally {
      clear();
    }
  }

  /** Forgets everything, once a change is committed. */
  public void clear() {
    generation.incrementAndGet();
    cache.invalidateAll();
  }
}
