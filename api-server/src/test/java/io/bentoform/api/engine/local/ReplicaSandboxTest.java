package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.BesideOthers;
import io.bentoform.api.Eventually;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.local.content.ContentStore;
import io.bentoform.api.engine.local.process.ProcessIdentity;
import io.bentoform.api.engine.local.process.ProcessTag;
import io.bentoform.api.engine.local.process.ProcessTree;
import io.bentoform.api.engine.local.python.BuildLog;
import io.bentoform.api.engine.local.python.PythonEnvironments;
import io.bentoform.api.engine.local.python.Redaction;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real bento, built and run in a sandbox, without the gateway before it. */
@BesideOthers
final class ReplicaSandboxTest {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final EngineTestFolder folder = EngineTestFolder.create();
  private final LocalSettings settings = folder.settings().build();
  private final String id = UUID.randomUUID().toString();
  private final ProcessTag tag = ProcessTag.replica(id);
  private final ReplicaHomes homes;
  private final StateFolder state;

  ReplicaSandboxTest() throws IOException {
    homes = ReplicaHomes.of(settings.root(), "test-" + id.substring(0, 8));
    state = new StateFolder(settings.root());
  }

  @AfterEach
  void close() throws IOException {
    new ProcessTree(null, tag).end(Duration.ZERO);
    homes.removeAll();
    folder.close();
  }

  private PreparedRelease prepared(Order order) throws Exception {
    PythonEnvironments environments =
        new PythonEnvironments(settings, ProcessTag.engine(id), System.getenv());
    BuildLog log =
        new BuildLog(
            Files.createFile(settings.root().resolve("build.log")), new Redaction(List.of()));
    return new ReleasePreparer(new ContentStore(settings.root()), environments, state)
        .prepare(order.specification(), log);
  }

  private Process start(Order order) throws Exception {
    Target target = new Target(order.specification(), prepared(order));
    ServiceSpecification service = target.service(SampleBento.SERVICE);
    Path home = homes.create(id, target.specification().files(), target.release().models());
    Path userHome = Files.createDirectories(settings.root().resolve("home"));
    ServeCommand command = ServeCommand.in(settings.root(), homes.serviceSockets(), GRACE);
    ProcessBuilder builder =
        new ProcessBuilder(command.of(target, service, homes.socket(id)))
            .redirectErrorStream(true)
            .redirectOutput(log().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.put("PATH", target.release().environment().resolve("bin") + ":/usr/bin:/bin");
    environment.put("HOME", userHome.toString());
    environment.put("BENTOML_HOME", home.toString());
    environment.put("BENTO_PATH", target.release().bento().toString());
    environment.put("TMPDIR", homes.temporary(id).toString());
    environment.put("BENTOML_DO_NOT_TRACK", "True");
    environment.put("TOKEN", "value");
    tag.putInto(environment);
    return settings
        .sandbox()
        .start(
            builder, command.access(target, service, userHome, homes.temporary(id)).writing(home));
  }

  private Path log() {
    return settings.root().resolve("replica.log");
  }

  private String ask(String head, String body) throws IOException {
    String request =
        head
            + " HTTP/1.1\r\nHost: replica\r\nConnection: close\r\nContent-Type: application/json\r\n"
            + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(homes.socket(id)))) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private ProcessTree tree(Process process) {
    return new ProcessTree(ProcessIdentity.of(process.pid()).orElse(null), tag);
  }

  @Test
  void a_bento_serves_in_its_sandbox_and_ends_gracefully() throws Exception {
    Process process = start(Order.of("confined", 1).file("demo/KEY", "content"));
    Eventually.holds(
        "it is ready or has ended",
        () -> !process.isAlive() || ask("GET /readyz", "").contains(" 200 "));
    assertThat(process.isAlive()).as(Files.readString(log())).isTrue();

    assertThat(ask("POST /variable", "{\"name\": \"NOTHING\"}")).endsWith("absent");
    assertThat(ask("POST /file", "{\"name\": \"demo/KEY\"}"))
        .contains(" 200 ")
        .doesNotEndWith("absent");
    assertThat(tree(process).members()).as("processes").hasSizeGreaterThan(3);

    assertThat(tree(process).end(GRACE)).isTrue();

    assertThat(process.waitFor(1, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log())).isZero();
    assertThat(tag.bearers()).isEmpty();
  }

  @Test
  void packages_are_compiled_when_they_are_installed_as_replicas_cannot_write_into_them()
      throws Exception {
    Path environment = prepared(Order.of("compiled", 1)).environment();

    try (Stream<Path> files = Files.walk(environment)) {
      assertThat(files.map(Path::toString))
          .anyMatch(file -> file.contains("/site-packages/bentoml/") && file.endsWith(".pyc"));
    }
  }

  private static boolean showsOneInFlight(String line) {
    return line.startsWith("bentoml_service_request_in_progress")
        && line.contains("/slow")
        && line.endsWith(" 1.0");
  }

  @Test
  void a_request_is_answered_before_the_replica_ends() throws Exception {
    Process process = start(Order.of("draining", 1));
    Eventually.holds("it is ready", () -> ask("GET /readyz", "").contains(" 200 "));
    StringBuilder answer = new StringBuilder();
    Thread asking =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    answer.append(ask("POST /slow", "{\"seconds\": 10}"));
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    Eventually.holds(
        "the request is in flight",
        () -> ask("GET /metrics", "").lines().anyMatch(ReplicaSandboxTest::showsOneInFlight));
    tree(process).end(GRACE);
    asking.join();

    assertThat(answer.toString()).endsWith("done");
  }
}
