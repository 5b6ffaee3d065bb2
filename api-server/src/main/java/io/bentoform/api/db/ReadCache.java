package io.bentoform.api.db;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Caches recent reads. Bounded in number and time: a change on another server is seen within
 * {@value #SECONDS} seconds, one on this server at once. Missing objects are never cached.
 */
public final class ReadCache<K, V> {
  private static final int SECONDS = 5;
  private static final int MAX = 10_000;

  private final Cache<Entry<K>, V> cache =
      Caffeine.newBuilder().maximumSize(MAX).expireAfterWrite(Duration.ofSeconds(SECONDS)).build();
  private final AtomicLong generation = new AtomicLong();

  /** What is read while a change is made belongs to the generation before it. */
  private record Entry<K>(long generation, K key) {}

  /** The value of a key, from the cache or read now. */
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

  /** Makes a change that the next read sees, even when its outcome is unknown. */
  public <T> T clearedAfter(Supplier<T> change) {
    try {
      return change.get();
    } finally {
      clear();
    }
  }

  /** Clears the cache, once a change is committed. */
  public void clear() {
    generation.incrementAndGet();
    cache.invalidateAll();
  }
}
