package io.bentoform.provider.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Batches concurrent queries. The host plans ten objects at once: queries that arrive while a
 * request is in progress are sent together in the next one. A query without concurrent ones is sent
 * immediately.
 *
 * @param <Q> the type of a query; equal queries are sent once
 * @param <A> the type of its result
 */
final class RequestBatcher<Q, A> {

  /** Sends queries in one request; the result has an entry for each. */
  interface Request<Q, A> {
    Map<Q, A> send(List<Q> queries);
  }

  /**
   * How long to wait for as many queries as the largest batch had; if the last request took longer,
   * as long as that, which is what the missing ones would cost.
   */
  private static final Duration LINGER = Duration.ofMillis(10);

  /** However long a request took: it may have been repeated through an outage. */
  private static final Duration LONGEST_LINGER = Duration.ofMillis(250);

  private final int maxBatch;
  private final Request<Q, A> request;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Map<Q, CompletableFuture<A>> waiting = new LinkedHashMap<>();
  private boolean busy;
  private int lastSize;
  private int largestSize;
  private long lastNanos;

  /**
   * Batches queries of one kind.
   *
   * @param maxBatch the maximum number of queries in a request
   */
  RequestBatcher(int maxBatch, Request<Q, A> request) {
    this.maxBatch = maxBatch;
    this.request = request;
  }

  /**
   * Sends a query and returns its result.
   *
   * @throws RuntimeException if the request fails, for each query in it
   */
  A ask(Q query) {
    CompletableFuture<A> answer;
    lock.lock();
    try {
      answer = waiting.computeIfAbsent(query, key -> new CompletableFuture<>());
      more.signal();
      if (!busy) {
        busy = true;
        // A separate thread, so that no caller is delayed by later queries.
        Thread.ofVirtual().name("batched-requests").start(this::sendAll);
      }
    } finally {
      lock.unlock();
    }
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** The number of queries that are not sent yet. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Sends pending queries until none is left. */
  private void sendAll() {
    for (Map<Q, CompletableFuture<A>> some = take(); !some.isEmpty(); some = take()) {
      long start = System.nanoTime();
      try {
        Map<Q, A> answers = request.send(List.copyOf(some.keySet()));
        some.forEach((query, answer) -> answer.complete(answers.get(query)));
      } catch (RuntimeException | Error e) {
        some.values().forEach(answer -> answer.completeExceptionally(e));
      }
      lastNanos = System.nanoTime() - start;
    }
  }

  private Map<Q, CompletableFuture<A>> take() {
    lock.lock();
    try {
      if (lastSize > 1) {
        awaitMore();
      }
      Map<Q, CompletableFuture<A>> taken = new LinkedHashMap<>();
      var queries = waiting.entrySet().iterator();
      while (queries.hasNext() && taken.size() < maxBatch) {
        var query = queries.next();
        taken.put(query.getKey(), query.getValue());
        queries.remove();
      }
      busy = !taken.isEmpty();
      if (busy) {
        lastSize = taken.size();
        largestSize = Math.max(largestSize, lastSize);
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void awaitMore() {
    try {
      long left = Math.clamp(lastNanos, LINGER.toNanos(), LONGEST_LINGER.toNanos());
      while (left > 0 && waiting.size() < largestSize) {
        left = more.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // Send the pending queries now; the interrupt then ends the call.
      Thread.currentThread().interrupt();
    }
  }
}
