package io.bentoform.api.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.EngineUnavailableException;
import io.bentoform.api.engine.Engines;
import io.bentoform.api.engine.RemoteEngine;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The engine of one cluster is away, that of another one is there. */
class EngineAwayTest implements Engines {
  private static final String REMOTE = "remote";

  private final InMemoryQueue queue = new InMemoryQueue();
  private final ScriptedEngine local = new ScriptedEngine();
  private final ScriptedEngine reached = new ScriptedEngine();
  private final AtomicBoolean away = new AtomicBoolean(true);
  private final RemoteEngine remote =
      new RemoteEngine(
          new RemoteEngine.Opener() {
            @Override
            public Engine open() {
              if (away.get()) {
                throw new EngineUnavailableException("It is away.");
              }
              return reached;
            }

            @Override
            public Optional<String> explain(RuntimeException failure) {
              return Optional.empty();
            }
          },
          Duration.ofMillis(20));
  private final Reconciler reconciler = new Reconciler(this, queue);

  @Override
  public Engine of(String clusterUid) {
    return clusterUid.equals(REMOTE) ? remote : local;
  }

  @Override
  public List<Engine> all() {
    return List.of(local, remote);
  }

  @AfterEach
  void close() {
    reconciler.close();
    remote.close();
  }

  private void eventually(String report) throws Exception {
    Eventually.holds(report + " in " + queue.reports, () -> queue.reports.contains(report));
  }

  @Test
  void its_work_is_postponed_until_it_is_there_and_that_of_others_goes_on() throws Exception {
    queue.want("a", REMOTE, Work.Goal.RUN, 1);
    queue.want("b", InMemoryQueue.CLUSTER, Work.Goal.RUN, 1);
    reconciler.start();

    eventually("postponed a");
    eventually("succeeded b");
    assertThat(queue.reports).doesNotContain("failed a", "succeeded a");
    away.set(false);

    eventually("succeeded a");
    assertThat(reached.calls).contains("apply a").doesNotContain("apply b");
    assertThat(local.calls).contains("apply b").doesNotContain("apply a");
  }

  @Test
  void only_what_is_bound_to_this_machine_is_placed_here_at_the_start() throws Exception {
    away.set(false);
    Eventually.holds("it is open", () -> remote.notices("a").isEmpty());
    reached.known.add("a");
    local.known.add("b");

    reconciler.start();

    assertThat(queue.reports).contains("recover [b]");
  }

  @Test
  void what_no_row_names_is_abandoned_by_the_engine_that_has_it() throws Exception {
    away.set(false);
    reached.known.add("nobodys");
    reconciler.start();

    Eventually.holds("abandoned", () -> reached.calls.contains("abandon nobodys"));
    assertThat(local.calls).doesNotContain("abandon nobodys");
  }
}
