package io.bentoform.provider.walk;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Random walks, 25 of them at once. */
class WalkTest {

  private static final int TOGETHER = Integer.getInteger("walks.together", 25);

  @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
  void what_was_planned_is_what_came_out_and_nothing_is_left_to_do(
      @ForAll("walks") List<Walk> walks) throws InterruptedException {
    Server server = Server.shared();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      walks.forEach(walk -> running.add(executor.submit(() -> walk(server, walk))));
      for (int i = 0; i < running.size(); i++) {
        await(running.get(i), walks.get(i));
      }
    }
  }

  private static void walk(Server server, Walk walk) {
    try (Walker walker = new Walker(server)) {
      walker.walk(walk);
    }
  }

  private static void await(Future<?> running, Walk walk) throws InterruptedException {
    try {
      running.get();
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

  /** Walks begin with something to walk on. */
  private static Arbitrary<Walk.Step> begin() {
    return acts(EnumSet.of(Act.What.VALUE, Act.What.ATTACH, Act.What.DEPLOY), 6)
        .map(acts -> new Walk.Step(acts, Optional.empty()));
  }

  private static Arbitrary<Walk.Step> step() {
    return acts(EnumSet.allOf(Act.What.class), 4)
        .map(acts -> new Walk.Step(acts, Optional.empty()));
  }

  private static Arbitrary<List<Act>> acts(Set<Act.What> kinds, int most) {
    return Arbitraries.of(kinds).flatMap(WalkTest::act).list().ofMinSize(1).ofMaxSize(most);
  }

  private static Arbitrary<Act> act(Act.What what) {
    Arbitrary<String> labels =
        what.isOutside() ? Arbitraries.of("a", "b", Truth.ELSEWHERE) : Arbitraries.of("a", "b");
    return Combinators.combine(labels, Arbitraries.integers().between(0, 11))
        .as((label, number) -> new Act(what, label, number));
  }
}
