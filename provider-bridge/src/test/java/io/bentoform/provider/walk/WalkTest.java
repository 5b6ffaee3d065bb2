package io.bentoform.provider.walk;

import static io.bentoform.provider.walk.Act.What.ATTACH;
import static io.bentoform.provider.walk.Act.What.DROP_KEY;
import static io.bentoform.provider.walk.Act.What.LABELS;
import static io.bentoform.provider.walk.Act.What.OUTSIDE_DELETE;
import static io.bentoform.provider.walk.Act.What.OUTSIDE_VALUE;
import static io.bentoform.provider.walk.Act.What.REORDER;
import static io.bentoform.provider.walk.Act.What.TAINT;
import static io.bentoform.provider.walk.Act.What.TIMEOUTS;
import static io.bentoform.provider.walk.Act.What.VALUE;
import static io.bentoform.provider.walk.Act.What.VERSION;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/**
 * Random walks, 25 of them at once: 1,000 in all. A walk is short, so that one that fails is
 * printed as it was; the next run begins with it.
 */
class WalkTest {

  private static final int TOGETHER = Integer.getInteger("walks.together", 25);
  private static final double PROBABILITY_OF_A_FAULT = 0.15;

  private static final Set<Act.What> DECISIVE =
      EnumSet.of(
          VALUE,
          DROP_KEY,
          VERSION,
          OUTSIDE_VALUE,
          OUTSIDE_DELETE,
          TAINT,
          LABELS,
          TIMEOUTS,
          REORDER);

  /** The least share of each effect, in percent of all steps with a deployment. */
  private static final double LEAST = 0.5;

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void what_was_planned_is_what_came_out_and_nothing_is_left_to_do(
      @ForAll("walks") List<Walk> walks) throws InterruptedException {
    Server server = Server.shared();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Rule.Effect>>> running = new ArrayList<>();
      walks.forEach(walk -> running.add(executor.submit(() -> walk(server, walk))));
      for (int i = 0; i < running.size(); i++) {
        await(running.get(i), walks.get(i)).forEach(Statistics.label("deployment")::collect);
      }
    }
    // Walks on which little happens would show nothing.
    Statistics.label("deployment")
        .coverage(
            all ->
                Stream.of(Rule.Effect.values())
                    .forEach(each -> all.check(each).percentage(share -> share > LEAST)));
  }

  private static List<Rule.Effect> walk(Server server, Walk walk) {
    try (Walker walker = new Walker(server)) {
      return walker.walk(walk);
    }
  }

  private static <T> T await(Future<T> running, Walk walk) throws InterruptedException {
    try {
      return running.get();
    } catch (ExecutionException e) {
      throw new AssertionError("On the way of " + walk, e.getCause());
    }
  }

  @Provide
  Arbitrary<List<Walk>> walks() {
    return Combinators.combine(begin(), step().list().ofMinSize(1).ofMaxSize(3))
        .as(
            (first, more) -> {
              List<Walk.Step> steps = new ArrayList<>(List.of(first));
              steps.addAll(more);
              return new Walk(steps);
            })
        .list()
        .ofSize(TOGETHER);
  }

  /** Walks begin with a deployment that has a secret, to walk on. */
  private static Arbitrary<Walk.Step> begin() {
    List<Act> least = List.of(new Act(VALUE, "a", 0), new Act(VALUE, "a", 1));
    Arbitrary<Act> attach =
        Arbitraries.integers().between(0, 2).map(form -> new Act(ATTACH, "a", form));
    return Combinators.combine(attach, acts(Arbitraries.of(VALUE, ATTACH, VERSION), 4))
        .as(
            (attached, more) ->
                new Walk.Step(
                    Stream.of(least, List.of(attached), more).flatMap(List::stream).toList(),
                    Optional.empty()));
  }

  /** What tells rollouts from replacements comes more often than the rest. */
  private static Arbitrary<Walk.Step> step() {
    Arbitrary<Act.What> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.of(Act.What.class)), Tuple.of(1, Arbitraries.of(DECISIVE)));
    return Combinators.combine(acts(kinds, 3), fault().optional(PROBABILITY_OF_A_FAULT))
        .as(Walk.Step::new);
  }

  private static Arbitrary<Proxy.Fault> fault() {
    return Combinators.combine(
            Arbitraries.of(Proxy.Trouble.class),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 2))
        .as(Proxy.Fault::new);
  }

  private static Arbitrary<List<Act>> acts(Arbitrary<Act.What> kinds, int most) {
    return kinds.flatMap(WalkTest::act).list().ofMinSize(1).ofMaxSize(most);
  }

  private static Arbitrary<Act> act(Act.What what) {
    Arbitrary<String> labels =
        what.isOutside() ? Arbitraries.of("a", "b", Truth.ELSEWHERE) : Arbitraries.of("a", "b");
    return Combinators.combine(labels, Arbitraries.integers().between(0, 11))
        .as((label, number) -> new Act(what, label, number));
  }
}
