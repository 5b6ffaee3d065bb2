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
final class ClusterQuestions<Q, A> {

  /** Sends one query in a request of its own. */
  interface Alone<Q, A> {
    A ask(@Nullable String cluster, Q question);
  }

  /** Sends queries in one request; those missing in the result are sent individually. */
  interface Together<Q, A> {
    Map<Q, A> ask(@Nullable String cluster, List<Q> questions);
  }

  private final int most;
  private final Alone<Q, A> alone;
  private final Together<Q, A> together;
  private final Map<String, Joined<Q, Supplier<A>>> byCluster = new ConcurrentHashMap<>();

  /**
   * Batches queries.
   *
   * @param most the maximum number of queries in a batch
   */
  ClusterQuestions(int most, Alone<Q, A> alone, Together<Q, A> together) {
    this.most = most;
    this.alone = alone;
    this.together = together;
  }

  A ask(@Nullable String cluster, Q question) {
    return byCluster
        .computeIfAbsent(
            cluster == null ? "" : cluster,
            key -> new Joined<>(most, questions -> send(cluster, questions)))
        .ask(question)
        .get();
  }

  /** Queries that the batch does not answer are sent individually, each by its own caller. */
  private Map<Q, Supplier<A>> send(@Nullable String cluster, List<Q> questions) {
    if (questions.size() == 1) {
      // Sent here, so that queries that arrive meanwhile are batched.
      A answer = alone.ask(cluster, questions.getFirst());
      return Map.of(questions.getFirst(), () -> answer);
    }
    Map<Q, Supplier<A>> answers = new HashMap<>();
    questions.forEach(question -> answers.put(question, () -> alone.ask(cluster, question)));
    together
        .ask(cluster, questions)
        .forEach((question, answer) -> answers.put(question, () -> answer));
    return answers;
  }
}
