package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.BesideOthers;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.Specification;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import io.bentoform.api.engine.local.process.ProcessIdentity;
import io.bentoform.api.files.FileTrees;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What an engine finds when the server before it was killed. All share one Python environment. */
@BesideOthers
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecoveryTest {
  private final EngineTestFolder folder = EngineTestFolder.create();
  private final Client client = new Client();

  @AfterEach
  void removeAll() throws Exception {
    try (LocalEngine engine = folder.open()) {
      for (String uid : engine.known()) {
        engine.remove(uid);
      }
    }
    assertThat(folder.processes()).isEmpty();
  }

  @AfterAll
  void close() throws Exception {
    client.close();
    folder.close();
  }

  private Order order(String name, int replicas) {
    return Order.of(name, 1)
        .replicas(replicas)
        .strategy(Strategy.RECREATE)
        .file("demo/KEY", "content")
        .variable("TOKEN", "value");
  }

  /** Starts a server that applies a deployment, and kills it when it says the given word. */
  private String killedAfter(String word, String name) throws IOException, InterruptedException {
    SampleBento.shared();
    Process server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EngineProcess.class.getName(),
                folder.root().toString(),
                name,
                "1")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
      String line = lines.readLine();
      while (line != null && !line.startsWith(word)) {
        line = lines.readLine();
      }
      assertThat(line).as("what the server says").isNotNull();
      return String.valueOf(line);
    } finally {
      server.destroyForcibly();
      assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void replicas_of_a_killed_server_go_on_and_are_kept_by_the_next_apply() throws Exception {
    URI url = URI.create(killedAfter("ready", "adopted").substring("ready ".length()));
    Set<ProcessIdentity> before = folder.processes();
    assertThat(before).hasSize(EngineTestFolder.PROCESSES_OF_A_REPLICA);

    try (LocalEngine engine = folder.open()) {
      assertThat(engine.known()).containsExactly("uid-adopted");
      assertThat(engine.observe("uid-adopted").revision()).hasValue(1);
      assertThat(engine.observe("uid-adopted").ready()).isEqualTo(1);
      assertThat(engine.observe("uid-adopted").url()).contains(url);
      assertThat(client.ask(url, "file", "demo/KEY")).isEqualTo(Client.fingerprint("content"));

      assertThat(engine.apply(order("adopted", 1).specification(), new Phases()).orElseThrow())
          .isEqualTo(url);
      assertThat(folder.processes()).isEqualTo(before);

      // Now that the specification is known again, a dead replica is started again.
      before.forEach(ProcessIdentity::kill);
      Eventually.holds(
          "the replica is back",
          () ->
              before.stream().noneMatch(ProcessIdentity::alive)
                  && engine.observe("uid-adopted").ready() == 1);
      assertThat(client.ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("value"));
    }

    assertThat(folder.processes()).isEmpty();
    assertThat(folder.homes()).doesNotExist();
  }

  @Test
  void a_request_before_the_first_apply_of_the_next_server_is_held_until_then() throws Exception {
    Specification specification = order("held", 1).scaling(0, 1, 1000).specification();
    URI url;
    try (LocalEngine engine = folder.open()) {
      url = engine.apply(specification, new Phases()).orElseThrow();
    }

    try (LocalEngine engine = folder.open();
        ExecutorService caller = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> held = caller.submit(() -> client.ask(url, "variable", "TOKEN"));
      Eventually.holds(
          "the request waits",
          () -> engine.traffic().stream().anyMatch(service -> service.waiting() == 1));
      engine.apply(specification, new Phases());

      assertThat(held.get(30, TimeUnit.SECONDS)).isEqualTo(Client.fingerprint("value"));

      engine.stop("uid-held");
      assertThat(client.post(url, "variable", "{\"name\": \"TOKEN\"}").statusCode())
          .as("a deployment that was ended holds no request")
          .isEqualTo(503);
    }
  }

  @Test
  void a_replica_that_was_only_starting_is_ended() throws Exception {
    killedAfter("deploying", "starting");

    try (LocalEngine engine = folder.open()) {
      assertThat(folder.processes()).isEmpty();
      assertThat(FileTrees.children(folder.homes())).isEmpty();
      assertThat(engine.known()).containsExactly("uid-starting");
      assertThat(engine.observe("uid-starting").ready()).isZero();
      engine.remove("uid-starting");
      assertThat(engine.known()).isEmpty();
    }
  }

  @Test
  void a_worker_whose_parent_died_with_the_server_is_ended_too() throws Exception {
    killedAfter("ready", "orphaned");
    Set<ProcessIdentity> both = folder.processes();
    ProcessIdentity parent =
        both.stream()
            .filter(each -> ProcessHandle.of(each.pid()).orElseThrow().children().count() == 1)
            .findFirst()
            .orElseThrow();
    parent.kill();
    Eventually.holds("the parent is gone", () -> !parent.alive());

    try (LocalEngine engine = folder.open()) {
      assertThat(both).noneMatch(ProcessIdentity::alive);
      assertThat(engine.observe("uid-orphaned").ready()).isZero();
    }
  }

  @Test
  void after_a_clean_end_the_address_is_the_same_unless_somebody_took_the_port() throws Exception {
    URI url;
    try (LocalEngine engine = folder.open()) {
      url = engine.apply(order("moving", 0).specification(), new Phases()).orElseThrow();
    }
    try (LocalEngine engine = folder.open()) {
      assertThat(engine.observe("uid-moving").url()).contains(url);
    }
    try (ServerSocket taken = new ServerSocket(url.getPort(), 1, InetAddress.getLoopbackAddress());
        LocalEngine engine = folder.open()) {
      URI other = engine.observe("uid-moving").url().orElseThrow();
      assertThat(other.getPort()).isNotEqualTo(taken.getLocalPort());
      engine.stop("uid-moving");
      assertThat(client.post(other, "variable", "{}").statusCode()).isEqualTo(503);
    }
  }

  @Test
  void two_engines_cannot_share_a_folder() {
    try (LocalEngine first = folder.open()) {
      assertThat(first.known()).isEmpty();
      assertThatThrownBy(() -> folder.open()).hasMessageContaining("is in use by another server");
    }
  }
}
