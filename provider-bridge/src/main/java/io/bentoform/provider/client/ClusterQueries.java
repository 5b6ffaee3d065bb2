package io.bentoform.provider.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Batches concurrent queries about objects of a cluster where the API supports it; a single query
 * is sent on its own.
 *
 * @param <Q> the type of a query
 * @param <A> the type of its result
 */
final class ClusterQueries<Q, A> {

  /** Sends one query in a request of its own. */
  interface Single<Q, A> {
    A ask(@Nullable String cluster, Q query);
  }

  /** Sends queries in one request; those missing in the result are sent individually. */
  interface Batch<Q, A> {
    Map<Q, A> ask(@Nullable String cluster, List<Q> queries);
  }

  private final int maxBatch;
  private final Single<Q, A> sendOne;
  private final Batch<Q, A> sendBatch;
  private final Map<String, RequestBatcher<Q, Supplier<A>>> byCluster = new ConcurrentHashMap<>();

  /**
   * Batches queries.
   *
   * @param maxBatch the maximum number of queries in a batch
   */
  ClusterQueries(int maxBatch, Single<Q, A> sendOne, Batch<Q, A> sendBatch) {
    this.maxBatch = maxBatch;
    this.sendOne = sendOne;
    this.sendBatch = sendBatch;
  }

  A ask(@Nullable String cluster, Q query) {
    return byCluster
        .computeIfAbsent(
            cluster == null ? "" : cluster,
            key -> new RequestBatcher<>(maxBatch, queries -> send(cluster, queries)))
        .ask(query)
        .get();
  }

  /** Queries that the batch does not answer are sent individually, each by its own caller. */
  private Map<Q, Supplier<A>> send(@Nullable String cluster, List<Q> queries) {
    if (queries.size() == 1) {
      // Sent here, so that queries that arrive meanwhile are batched.
      A answer = sendOne.ask(cluster, queries.getFirst());
      return Map.of(queries.getFirst(), () -> answer);
    }
    Map<Q, Supplier<A>> answers = new HashMap<>();
    queries.forEach(query -> answers.put(query, () -> sendOne.ask(cluster, query)));
    sendBatch.ask(cluster, queries).forEach((query, answer) -> answers.put(query, () -> answer));
    return answers;
  }
}
