package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.Observation;
import io.bentoform.api.engine.Pod;
import io.bentoform.api.engine.PodLog;
import io.bentoform.api.engine.RolloutException;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.engine.Unused;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine with a real bento and real processes; one engine serves all tests. */
final class LocalEngineTest extends EngineTest {
  private RolloutException failure(Order order) {
    return catchThrowableOfType(RolloutException.class, () -> apply(order));
  }

  @Test
  void a_replica_sees_its_variables_and_read_only_files_and_nothing_of_the_server()
      throws Exception {
    Phases phases = new Phases();
    URI url =
        engine
            .apply(
                Order.of("secrets", 1)
                    .variable("TOKEN", "first value")
                    .file("demo/secrets/password/KEY", "content of the file")
                    .buildVariable("ONLY_BUILD", "value of the build stage")
                    .specification(),
                phases)
            .orElseThrow();

    assertThat(phases.seen()).containsExactly("listening", "building", "deploying");
    assertThat(client.ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("first value"));
    assertThat(client.ask(url, "file", "demo/secrets/password/KEY"))
        .isEqualTo(Client.fingerprint("content of the file"));
    assertThat(client.ask(url, "mode", "demo/secrets/password/KEY")).isEqualTo("0o400 0o700");
    assertThat(client.ask(url, "variable", "ONLY_BUILD")).isEqualTo("absent");
    assertThat(client.ask(url, "variable", variableOfTheServer())).isEqualTo("absent");
    Observation seen = engine.observe("uid-secrets");
    assertThat(seen.revision()).hasValue(1);
    assertThat(seen.ready()).isEqualTo(1);
    assertThat(seen.url()).contains(url);
    assertThat(seen.failure()).isEmpty();
  }

  @Test
  void a_bento_of_two_services_runs_and_one_calls_the_other() throws Exception {
    URI url =
        apply(
            Order.of("two", 1)
                .bento(SampleBento.pair())
                .service("Shouter")
                .service(SampleBento.SERVICE, "Shouter"));

    assertThat(client.ask(url, "variable", "hello")).isEqualTo("HELLO");
    assertThat(engine.pods("uid-two").stream().map(Pod::name))
        .containsExactly("two-1-build", "two-1-shouter-0", "two-1-sample-0");
    assertThat(engine.observe("uid-two").ready()).isEqualTo(2);
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
  void a_rolling_update_changes_the_value_without_a_failed_request() throws Exception {
    URI url = apply(Order.of("rolling", 1).variable("TOKEN", "old"));
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Set<String>> answers =
        CompletableFuture.supplyAsync(() -> askUntil(stop, url));

    URI after = apply(Order.of("rolling", 2).variable("TOKEN", "new"));

    assertThat(after).isEqualTo(url);
    assertThat(client.ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("new"));
    stop.set(true);
    assertThat(answers.get())
        .containsExactlyInAnyOrder(
            "200 " + Client.fingerprint("old"), "200 " + Client.fingerprint("new"));
    assertThat(folder.processes().stream().map(ProcessIdentity::pid))
        .hasSize(EngineTestFolder.PROCESSES_OF_A_REPLICA);
  }

  private Set<String> askUntil(AtomicBoolean stop, URI url) {
    Set<String> answers = new TreeSet<>();
    while (!stop.get()) {
      try {
        HttpResponse<String> answer = client.post(url, "variable", "{\"name\": \"TOKEN\"}");
        answers.add(answer.statusCode() + " " + answer.body());
      } catch (IOException | InterruptedException e) {
        answers.add(e.toString());
      }
    }
    return answers;
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
  void a_ramped_rollout_replaces_every_replica() throws Exception {
    URI url =
        apply(
            Order.of("ramped", 1)
                .replicas(2)
                .strategy(Strategy.RAMPED_SLOW_ROLLOUT)
                .variable("TOKEN", "old"));
    apply(
        Order.of("ramped", 2)
            .replicas(2)
            .strategy(Strategy.RAMPED_SLOW_ROLLOUT)
            .variable("TOKEN", "new"));

    Observation seen = engine.observe("uid-ramped");
    assertThat(seen.revision()).hasValue(2);
    assertThat(seen.ready()).isEqualTo(2);
    for (int i = 0; i < 4; i++) {
      assertThat(client.ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("new"));
    }
  }

  @Test
  void applying_a_revision_again_keeps_its_replicas() throws Exception {
    URI url = apply(Order.of("again", 1));
    Set<ProcessIdentity> before = folder.processes();

    assertThat(apply(Order.of("again", 1))).isEqualTo(url);

    assertThat(folder.processes()).isEqualTo(before);
  }

  @Test
  void a_failed_start_keeps_the_old_replica_and_shows_the_log_without_a_value() throws Exception {
    URI url = apply(Order.of("failing", 1).variable("TOKEN", "old"));

    RolloutException failure =
        failure(
            Order.of("failing", 2)
                .variable("TOKEN", "canary-2f9c")
                .variable("SAMPLE_FAILS_AT_START", "yes"));

    assertThat(failure.phase()).isEqualTo(RolloutException.Phase.START);
    assertThat(failure)
        .hasMessageContaining(
            "Replica 0 of service Sample of deployment failing (revision 2, bento sample:v1)")
        .hasMessageContaining("exit code 1")
        .hasMessageContaining("The last lines of its log:")
        .hasMessageNotContaining(folder.root().toString() + "/logs")
        .hasMessageNotContaining("canary");
    assertThat(client.ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("old"));
    assertThat(engine.observe("uid-failing").revision()).hasValue(1);
    assertThat(engine.observe("uid-failing").failure()).contains(failure.getMessage());
  }

  @Test
  void a_failed_recreate_goes_back_to_the_revision_before() throws Exception {
    URI url = apply(Order.of("gone", 1).strategy(Strategy.RECREATE).variable("TOKEN", "old"));

    RolloutException failure =
        failure(
            Order.of("gone", 2)
                .strategy(Strategy.RECREATE)
                .variable("SAMPLE_FAILS_AT_START", "yes"));

    assertThat(failure.phase()).isEqualTo(RolloutException.Phase.START);
    assertThat(engine.observe("uid-gone").revision()).hasValue(1);
    assertThat(client.ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("old"));
  }

  @Test
  void a_first_rollout_that_fails_leaves_nothing_and_the_address_says_503() throws Exception {
    RolloutException failure =
        failure(Order.of("never", 1).variable("SAMPLE_FAILS_AT_START", "yes"));

    assertThat(failure.phase()).isEqualTo(RolloutException.Phase.START);
    assertThat(folder.processes()).isEmpty();
    URI url = engine.observe("uid-never").url().orElseThrow();
    HttpResponse<String> answer = client.post(url, "variable", "{\"name\": \"A\"}");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void requirements_that_cannot_be_installed_fail_in_the_build_phase(@TempDir Path other)
      throws Exception {
    SampleBento bento =
        SampleBento.shared()
            .with("env/python/requirements.txt", "./no-such-folder/missing.whl\n", other);
    Set<String> before =
        Files.isDirectory(folder.root().resolve("environments")) ? folder.environments() : Set.of();

    RolloutException failure =
        failure(Order.of("unbuilt", 1).bento(bento).buildVariable("INDEX_TOKEN", "canary-77aa"));

    assertThat(failure.phase()).isEqualTo(RolloutException.Phase.BUILD);
    assertThat(failure)
        .hasMessageContaining("Python environment of bento sample:v1")
        .hasMessageContaining(".log")
        .hasMessageNotContaining("canary");
    Path log = logNamedIn(failure);
    assertThat(Files.readString(log)).contains("missing.whl").doesNotContain("canary");
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
  void a_replica_that_dies_comes_back_at_the_same_address() throws Exception {
    URI url = apply(Order.of("phoenix", 1).variable("TOKEN", "value"));
    Set<ProcessIdentity> before = folder.processes();

    before.forEach(ProcessIdentity::kill);

    Eventually.holds(
        "a new replica is ready",
        () ->
            before.stream().noneMatch(ProcessIdentity::alive)
                && engine.observe("uid-phoenix").ready() == 1);
    assertThat(client.ask(url, "variable", "TOKEN")).isEqualTo(Client.fingerprint("value"));
    Eventually.holds(
        "the failure is forgotten", () -> engine.observe("uid-phoenix").failure().isEmpty());
    assertThat(folder.processes()).doesNotContainAnyElementsOf(before);
    engine.stop("uid-phoenix");
    try (PodLog log = engine.log("uid-phoenix", "phoenix-1-sample-0", 1000).orElseThrow()) {
      assertThat(log.next(Duration.ZERO).orElseThrow()).as("of what ended").contains("initialized");
    }
    engine.apply(Order.of("phoenix", 1).variable("TOKEN", "value").specification(), new Phases());
    assertThat(FileTrees.children(folder.homes())).hasSize(1);
  }

  @Test
  void a_stopped_deployment_keeps_its_address() throws Exception {
    URI url = apply(Order.of("pausing", 1));

    engine.stop("uid-pausing");

    assertThat(folder.processes()).isEmpty();
    assertThat(client.post(url, "variable", "{}").statusCode()).isEqualTo(503);
    assertThat(engine.observe("uid-pausing").wanted()).isZero();
    assertThat(apply(Order.of("pausing", 2).replicas(0))).isEqualTo(url);
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

  @Test
  void the_configuration_of_a_service_can_be_overridden() throws Exception {
    URI url =
        apply(
            Order.of("overridden", 1)
                .override(new JsonMapper().readTree("{\"traffic\": {\"timeout\": 1}}")));

    assertThat(client.post(url, "slow", "{\"seconds\": 0}").statusCode()).isEqualTo(200);
    assertThat(client.post(url, "slow", "{\"seconds\": 3}").statusCode()).isEqualTo(504);
  }
}
