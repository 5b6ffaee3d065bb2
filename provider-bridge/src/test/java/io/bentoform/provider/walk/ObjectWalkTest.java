package io.bentoform.provider.walk;

import java.util.ArrayList;
import java.util.List;
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
import net.jqwik.api.Tuple;

/**
 * Random walks of the resources beside secrets and deployments, 25 at once: 1,000 in all. A plan
 * says what the rule says, an apply does it, and the plan after it is empty.
 */
class ObjectWalkTest {

  private static final int TOGETHER = 25;
  private static final int MOST_STEPS = 5;
  private static final double PROBABILITY_OF_A_FAULT = 0.15;

  private record Walk(ObjectKind kind, List<ObjectWalk.Step> steps) {}

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void what_was_planned_of_any_object_is_what_came_out_and_nothing_is_left_to_do(
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
    try (ObjectWalk walked = new ObjectWalk(server, walk.kind())) {
      walked.walk(walk.steps());
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
    return Combinators.combine(
            Arbitraries.of(ObjectKind.ALL), step().list().ofMinSize(1).ofMaxSize(MOST_STEPS))
        .as(Walk::new)
        .list()
        .ofSize(TOGETHER);
  }

  private static Arbitrary<ObjectWalk.Step> step() {
    Arbitrary<ObjectWalk.What> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.just(ObjectWalk.What.WRITE)),
            Tuple.of(1, Arbitraries.of(ObjectWalk.What.class)));
    Arbitrary<Proxy.Fault> fault =
        Combinators.combine(
                Arbitraries.of(Proxy.Trouble.class),
                Arbitraries.of(true, false),
                Arbitraries.integers().between(0, 2))
            .as(Proxy.Fault::new);
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, 10_000),
            fault.optional(PROBABILITY_OF_A_FAULT))
        .as(ObjectWalk.Step::new);
  }
}
