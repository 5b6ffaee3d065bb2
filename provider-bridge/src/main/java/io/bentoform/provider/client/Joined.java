package io.bentoform.provider.client;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Joins questions that are asked at the same time into one request. The host plans ten objects at
 * once: while one request is on its way, the questions that come meanwhile wait for it and are then
 * asked together. Whoever asks alone is not held up.
 *
 * @param <Q> a question; equal ones are asked once
 * @param <A> its answer
 */
final class Joined<Q, A> {

  /** Answers many questions with one request; each question has an answer. */
  interface Request<Q, A> {
    Map<Q, A> send(List<Q> questions);
  }

  /** How long a request waits until as many have come as the largest one had. */
  private static final Duration LINGER = Duration.ofMillis(10);

  private final int most;
  private final Request<Q, A> request;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final Map<Q, CompletableFuture<A>> waiting = new LinkedHashMap<>();
  private boolean busy;
  private int latest;
  private int largest;

  /**
   * Joins the questions of one kind.
   *
   * @param most how many are asked with one request
   */
  Joined(int most, Request<Q, A> request) {
    this.most = most;
    this.request = request;
  }

  /**
   * The answer to a question.
   *
   * @throws RuntimeException whatever the request throws, to all who waited for it
   */
  A ask(Q question) {
    CompletableFuture<A> answer;
    lock.lock();
    try {
      answer = waiting.computeIfAbsent(question, key -> new CompletableFuture<>());
      more.signal();
      if (!busy) {
        busy = true;
        // A thread of its own: no asker is kept for the sake of those who come after it.
        Thread.ofVirtual().name("joined-requests").start(this::sendAll);
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

  /** How many questions wait for a request of theirs. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Sends what waits until nothing does. */
  private void sendAll() {
    for (Map<Q, CompletableFuture<A>> some = take(); !some.isEmpty(); some = take()) {
      try {
        Map<Q, A> answers = request.send(List.copyOf(some.keySet()));
        some.forEach((question, answer) -> answer.complete(answers.get(question)));
      } catch (RuntimeException | Error e) {
        some.values().forEach(answer -> answer.completeExceptionally(e));
      }
    }
  }

  private Map<Q, CompletableFuture<A>> take() {
    lock.lock();
    try {
      if (latest > 1) {
        awaitMore();
      }
      Map<Q, CompletableFuture<A>> taken = new LinkedHashMap<>();
      for (Q question : new ArrayList<>(waiting.keySet())) {
        if (taken.size() < most) {
          CompletableFuture<A> answer = waiting.remove(question);
          if (answer != null) {
            taken.put(question, answer);
          }
        }
      }
      busy = !taken.isEmpty();
      if (busy) {
        latest = taken.size();
        largest = Math.max(largest, latest);
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  private void awaitMore() {
    try {
      long left = LINGER.toNanos();
      while (left > 0 && waiting.size() < largest) {
        left = more.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      // What waits is sent now, and ends by the interrupt.
      Thread.currentThread().interrupt();
    }
  }
}
