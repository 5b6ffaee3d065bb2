package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.engine.Unused;
import io.bentoform.api.engine.contract.Client;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import io.bentoform.api.engine.endpoint.EndpointPorts;
import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.engine.local.process.Ports;
import io.bentoform.api.engine.local.process.ProcessIdentity;
import io.bentoform.api.files.FileTrees;
import io.bentoform.api.gateway.GatewaySettings.HostNames;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine with a real bento and real processes; one engine serves all tests. */
final class LocalEngineTest extends EngineTest {
  @Test
  void a_replica_sees_nothing_of_the_server_and_its_files_belong_to_it_alone() throws Exception {
    URI url = apply(Order.of("secrets", 1).file("demo/secrets/password/KEY", "content"));

    assertThat(client.ask(url, "mode", "demo/secrets/password/KEY")).isEqualTo("0o400 0o700");
    assertThat(client.ask(url, "variable", variableOfTheServer())).isEqualTo("absent");
  }

  @Test
  void pods_are_named_by_deployment_revision_version_service_and_index() throws Exception {
    apply(
        Order.of("named", 1)
            .bento(SampleBento.pair())
            .service("Shouter")
            .service(SampleBento.SERVICE, "Shouter")
            .canary("v2", 0, Order.of("named", 1)));

    assertThat(engine.pods("uid-named").stream().map(Pod::name))
        .containsExactly(
            "named-1-build", "named-1-shouter-0", "named-1-sample-0", "named-1-v2-sample-0");
  }

  @Test
  void a_replica_that_dies_leaves_no_process_and_no_file() throws Exception {
    apply(Order.of("phoenix", 1).variable("TOKEN", "value"));
    Set<ProcessIdentity> before = folder.processes();

    crash("uid-phoenix");

    Eventually.holds(
        "a new replica is ready",
        () ->
            before.stream().noneMatch(ProcessIdentity::alive)
                && engine.observe("uid-phoenix").ready() == 1);
    assertThat(folder.processes())
        .hasSize(EngineTestFolder.PROCESSES_OF_A_REPLICA)
        .doesNotContainAnyElementsOf(before);
    assertThat(FileTrees.children(folder.homes())).hasSize(1);
  }

  @Test
  void a_service_that_does_not_wake_answers_503_and_says_why() throws Exception {
    // In its own home, which it sees also in a sandbox.
    Path file = folder.root().resolve("deployments/uid-broken/home/fail").toAbsolutePath();
    URI url =
        apply(
            Order.of("broken", 1)
                .scaling(0, 1, 8)
                .variable("SAMPLE_FAILS_WHEN_FOUND", file.toString()));
    awaitRest("uid-broken");
    Files.createFile(file);

    HttpResponse<String> answer = client.post(url, "variable", "{\"name\": \"A\"}");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(events)
        .anySatisfy(
            event -> {
              assertThat(event.reason()).isEqualTo("ReplicaFailed");
              assertThat(event.message())
                  .contains("ended with exit code 1", "fails to start while a file is there");
            });
  }

  @Test
  void an_environment_is_removed_when_it_was_not_used_for_long_and_nothing_runs_in_it()
      throws Exception {
    apply(Order.of("kept", 1));
    assertThat(folder.environments()).hasSize(1);

    engine.removeUnused(Unused.ENVIRONMENTS, Instant.now().plusSeconds(60));
    assertThat(folder.environments()).as("in use").hasSize(1);

    engine.remove("uid-kept");
    engine.removeUnused(Unused.ENVIRONMENTS, Instant.now().minusSeconds(600));
    assertThat(folder.environments()).as("used a moment ago").hasSize(1);

    engine.removeUnused(Unused.ENVIRONMENTS, Instant.now().plusSeconds(60));
    assertThat(folder.environments()).isEmpty();
  }

  private static String variableOfTheServer() {
    return System.getenv().keySet().stream()
        .filter(name -> !Set.of("PATH", "HOME", "LANG", "TMPDIR").contains(name))
        .filter(name -> name.matches("[A-Z][A-Z_]+"))
        .filter(name -> !name.matches("(BENTO|PYTHON).*"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void recreate_ends_the_old_replica_before_the_new_one_starts() throws Exception {
    URI url = apply(Order.of("recreate", 1).variable("TOKEN", "old"));
    Set<ProcessIdentity> old = folder.processes();

    List<String> beside = new ArrayList<>();
    Future<?> watch;
    AtomicBoolean stop = new AtomicBoolean();
    try (ExecutorService watcher = Executors.newVirtualThreadPerTaskExecutor()) {
      watch =
          watcher.submit(
              () -> {
                while (!stop.get()) {
                  Set<ProcessIdentity> now = folder.processes();
                  boolean oldRuns = now.stream().anyMatch(old::contains);
                  if (oldRuns && !old.containsAll(now)) {
                    beside.add(now.toString());
                  }
                  Thread.sleep(10);
                }
                return null;
              });
      apply(Order.of("recreate", 2).strategy(Strategy.RECREATE).variable("TOKEN", "new"));
      stop.set(true);
    }

    watch.get();
    assertThat(beside).isEmpty();
    assertThat(client.ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("new"));
  }

  @Test
  void an_environment_that_cannot_be_built_is_not_kept_and_its_log_holds_no_value(
      @TempDir Path other) throws Exception {
    SampleBento bento =
        SampleBento.shared()
            .with("env/python/requirements.txt", "./no-such-folder/missing.whl\n", other);
    Set<String> before = folder.environments();

    RolloutException failure =
        failure(Order.of("unbuilt", 1).bento(bento).buildVariable("INDEX_TOKEN", "canary-77aa"));

    assertThat(Files.readString(logNamedIn(failure)))
        .contains("missing.whl")
        .doesNotContain("canary");
    assertThat(folder.environments()).isEqualTo(before);
  }

  private static Path logNamedIn(RolloutException failure) {
    String message = String.valueOf(failure.getMessage());
    int begin = message.indexOf("Read ") + "Read ".length();
    return Path.of(message.substring(begin, message.indexOf(".log", begin) + ".log".length()));
  }

  @Test
  void removing_a_deployment_leaves_no_process_and_no_file() throws Exception {
    URI url = apply(Order.of("removed", 1).file("demo/KEY", "content").variable("TOKEN", "value"));
    assertThat(FileTrees.children(folder.homes())).hasSize(1);

    engine.remove("uid-removed");

    assertThat(folder.processes()).isEmpty();
    assertThat(FileTrees.children(folder.homes())).isEmpty();
    for (String place : List.of("deployments", "bentos", "logs")) {
      assertThat(FileTrees.children(folder.root().resolve(place))).as(place).isEmpty();
    }
    assertThat(engine.known()).isEmpty();
    assertThat(engine.observe("uid-removed")).isEqualTo(Observation.nothing());
    assertThat(Ports.isFree(url.getPort())).isTrue();
    engine.remove("uid-removed");
  }

  @Test
  void deployments_have_host_names_below_a_domain_on_one_port() throws Exception {
    try (EngineTestFolder other = EngineTestFolder.create()) {
      int port = Ports.free();
      Endpoints names =
          new Endpoints(
              "127.0.0.1",
              EndpointPorts.DEFAULT,
              Optional.of(new HostNames(port, "models.example.org")));
      try (LocalEngine named = other.open(other.settings().endpoints("127.0.0.1", names).build())) {
        URI url =
            named
                .apply(
                    Order.of("named", 1).variable("TOKEN", "value").specification(), new Phases())
                .orElseThrow();

        assertThat(url).hasToString("http://named.models.example.org:" + port);
        assertThat(askByName(port, "named.models.example.org"))
            .startsWith("HTTP/1.1 200 ")
            .endsWith(Client.fingerprint("value"));
        assertThat(askByName(port, "other.models.example.org")).startsWith("HTTP/1.1 404 ");
      }
    }
  }

  /** The whole answer to a request for a host name that no resolver knows. */
  private static String askByName(int port, String host) throws IOException {
    String body = "{\"name\": \"TOKEN\"}";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "POST /variable HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\n"
                  .formatted(host, port)
              + "Content-Length: %d\r\nConnection: close\r\n\r\n%s".formatted(body.length(), body);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  @Test
  void deployments_that_start_together_share_one_environment() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<URI> one = callers.submit(() -> apply(Order.of("one", 1).variable("TOKEN", "1")));
      Future<URI> two = callers.submit(() -> apply(Order.of("two", 1).variable("TOKEN", "2")));

      assertThat(client.ask(one.get(), "variable", "TOKEN")).isEqualTo(Client.fingerprint("1"));
      assertThat(client.ask(two.get(), "variable", "TOKEN")).isEqualTo(Client.fingerprint("2"));
    }
    assertThat(folder.environments()).hasSize(1);
    assertThat(FileTrees.children(folder.root().resolve("bentos"))).hasSize(1);
  }

  @Test
  void an_interrupted_rollout_leaves_nothing_half_started() throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<URI> rollout = callers.submit(() -> apply(Order.of("interrupted", 1)));
      Eventually.holds("a replica starts", () -> serves(folder.processes()));
      rollout.cancel(true);
    }

    assertThat(folder.processes()).isEmpty();
    assertThat(FileTrees.children(folder.homes())).isEmpty();
    assertThat(engine.observe("uid-interrupted").ready()).isZero();
  }

  private static boolean serves(Set<ProcessIdentity> processes) {
    return processes.stream()
        .flatMap(process -> ProcessHandle.of(process.pid()).stream())
        .flatMap(handle -> handle.info().commandLine().stream())
        .anyMatch(command -> command.contains("serve"));
  }
}
