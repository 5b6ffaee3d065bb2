package io.bentoform.provider.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Questions about objects of a cluster: one goes alone where only one is asked, those that are
 * asked at the same time go together, where the API can.
 *
 * @param <Q> a question
 * @param <A> its answer
 */
final class ClusterQuestions<Q, A> {

  /** Answers one question with a request of its own. */
  interface Alone<Q, A> {
    A ask(@Nullable String cluster, Q question);
  }

  /** Answers as many questions as it can with one request; each of the others goes alone. */
  interface Together<Q, A> {
    Map<Q, A> ask(@Nullable String cluster, List<Q> questions);
  }

  private final int most;
  private final Alone<Q, A> alone;
  private final Together<Q, A> together;
  private final Map<String, Joined<Q, Supplier<A>>> byCluster = new ConcurrentHashMap<>();

  /**
   * Asks by these two ways.
   *
   * @param most how many questions go together
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

  /** Who is not answered together goes on by itself, beside the others. */
  private Map<Q, Supplier<A>> send(@Nullable String cluster, List<Q> questions) {
    if (questions.size() == 1) {
      // Here, so that those who come meanwhile wait for it and are joined.
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
