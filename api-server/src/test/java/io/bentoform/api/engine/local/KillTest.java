package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.BesideOthers;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import io.bentoform.api.engine.local.RemoteEngine.Deployment;
import io.bentoform.api.files.FileTrees;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The server is killed at a random moment of what it does, and the next one goes on in the folder
 * that it finds. {@code -Dkill.rounds=50} repeats each of these 50 times in a row.
 */
@BesideOthers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KillTest {
  private static final int ROUNDS = Integer.getInteger("kill.rounds", 1);

  /** The folders for the sockets of replicas, and for those between services, stay. */
  private static final int KEPT_TEMPORARY = 2;

  private final EngineTestFolder folder = EngineTestFolder.create();
  private final Client client = new Client();

  /** What an engine does when it is killed. */
  private interface Action {
    void begin(RemoteEngine engine, URI url, int revision, ExecutorService callers)
        throws IOException;
  }

  /** What is there of a deployment, and of its engine's folder, which it has to itself. */
  private record State(
      RemoteEngine.Seen seen, int processes, int homes, int temporary, int records) {
    boolean is(int replicas) {
      return equals(
          new State(
              new RemoteEngine.Seen(replicas, replicas),
              replicas * EngineTestFolder.PROCESSES_OF_A_REPLICA,
              replicas,
              replicas + KEPT_TEMPORARY,
              replicas));
    }
  }

  /** So that each test meets the environment as it is after the first rollout. */
  @BeforeAll
  void buildEnvironment() throws Exception {
    SampleBento.shared();
    try (LocalEngine engine = folder.open()) {
      engine.apply(Order.of("first", 1).specification(), new Phases());
      engine.remove("uid-first");
    }
  }

  @AfterAll
  void close() throws Exception {
    client.close();
    assertThat(folder.processes()).isEmpty();
    assertThat(folder.homes()).doesNotExist();
    folder.close();
  }

  @Test
  void a_server_killed_during_a_rollout_leaves_nothing_in_the_way_of_the_next_one()
      throws Exception {
    Deployment deployment = new Deployment("rollout", 1, 1);
    killAgainAndAgain(
        deployment,
        1,
        (engine, url, revision, callers) -> engine.begin(deployment.of(revision + 1)));
  }

  @Test
  void a_server_killed_during_a_scale_up_leaves_nothing_in_the_way_of_the_next_one()
      throws Exception {
    killAgainAndAgain(
        new Deployment("growing", 1, 2),
        0,
        (engine, url, revision, callers) -> {
          callers.execute(() -> callOn(url));
          callers.execute(() -> callOn(url));
        });
  }

  @Test
  void a_server_killed_while_a_deployment_wakes_leaves_nothing_in_the_way_of_the_next_one()
      throws Exception {
    killAgainAndAgain(
        new Deployment("waking", 0, 1),
        0,
        (engine, url, revision, callers) -> callers.execute(() -> callOn(url)));
  }

  private void callOn(URI url) {
    try {
      while (client.post(url, "slow", "{\"seconds\": 0.2}").statusCode() == 200) {
        // The next call.
      }
    } catch (IOException e) {
      // The server is gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Each engine that is killed goes on where the one before it was killed.
   *
   * @param step by how much the revision rises with each round
   */
  private void killAgainAndAgain(Deployment deployment, int step, Action action) throws Exception {
    RemoteEngine engine = RemoteEngine.start(folder);
    try {
      long start = System.nanoTime();
      URI url = engine.apply(deployment.of(1));
      long longest = 2 * Duration.ofNanos(System.nanoTime() - start).toMillis();
      int revision = 1;
      settle(engine, deployment, "at first");
      for (int round = 1; round <= ROUNDS; round++) {
        Duration delay = Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest));
        String when = "round %d, killed after %d ms".formatted(round, delay.toMillis());
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
          action.begin(engine, url, revision, callers);
          engine.killAfter(delay);
        }
        revision += step;
        engine = RemoteEngine.start(folder);
        assertThat(engine.apply(deployment.of(revision))).as(when).isEqualTo(url);
        assertServes(url, revision, when);
        settle(engine, deployment, when);
      }
      engine.remove(deployment.name());
    } finally {
      engine.close();
    }
  }

  private void assertServes(URI url, int revision, String when) throws Exception {
    assertThat(client.ask(url, "variable", "TOKEN"))
        .as(when)
        .isEqualTo(Client.fingerprint("value " + revision));
    assertThat(client.ask(url, "file", "demo/KEY"))
        .as(when)
        .isEqualTo(Client.fingerprint("content " + revision));
  }

  /** Waits until there is what belongs to as many replicas as it has at rest, and nothing else. */
  private void settle(RemoteEngine engine, Deployment deployment, String when) throws Exception {
    try {
      Eventually.holds(when, () -> state(engine, deployment).is(deployment.min()));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ": " + state(engine, deployment), e);
    }
  }

  private State state(RemoteEngine engine, Deployment deployment) throws IOException {
    return new State(
        engine.observe(deployment.name()),
        folder.processes().size(),
        FileTrees.children(folder.homes()).size(),
        FileTrees.children(folder.temporary()).size(),
        FileTrees.children(folder.replicaRecords("uid-" + deployment.name())).size());
  }
}
