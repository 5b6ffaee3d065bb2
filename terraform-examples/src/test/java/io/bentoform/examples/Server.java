package io.bentoform.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The control API as users start it, with its embedded database, in a folder of its own. */
final class Server implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern READY = Pattern.compile("Bentoform is ready at (https?://\\S+),");
  private static final Duration START = Duration.ofMinutes(3);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path data;
  private final int port;
  private final List<String> settings;
  private final List<String> answers = Collections.synchronizedList(new ArrayList<>());
  private @Nullable Process process;
  private @Nullable KubernetesNamespace namespace;
  private int starts;
  private String url = "";

  private Server(Path data, int port, List<String> settings) {
    this.data = data;
    this.port = port;
    this.settings = settings;
  }

  private static final class Shared {
    static final Server INSTANCE = untilTheEnd(fresh());
  }

  private static final class Idle {
    static final Server INSTANCE = untilTheEnd(fresh("--engine", "none"));
  }

  private static Server untilTheEnd(Server server) {
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    server.push();
    return server;
  }

  /** The server that most tests share, with the bento {@code fingerprint:v1}. */
  static Server shared() {
    return Shared.INSTANCE;
  }

  /** As {@link #shared()}, for many deployments: none of them runs. */
  static Server idle() {
    return Idle.INSTANCE;
  }

  /**
   * A server of its own, with nothing in it, on a free port that it keeps over restarts, and on the
   * engine that the tests are to run on.
   */
  static Server fresh() {
    if (!KubernetesNamespace.isChosen()) {
      return fresh("--engine", "local");
    }
    KubernetesNamespace namespace = new KubernetesNamespace();
    Server server = fresh(namespace.settings().toArray(String[]::new));
    server.namespace = namespace;
    try {
      namespace.connect(server);
    } catch (AssertionError e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** A server of its own with these settings. */
  static Server fresh(String... settings) {
    Server server = unstarted(settings);
    server.start();
    return server;
  }

  /** The server of a class, which starts it before all tests, also when they run once more. */
  static Server unstarted(String... settings) {
    try {
      return new Server(Files.createTempDirectory("bentoform"), freePort(), List.of(settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, again after {@link #kill} or {@link #stop}. */
  void start() {
    try {
      starts++;
      Files.createDirectories(data);
      Path log = log();
      List<String> command =
          new ArrayList<>(
              List.of(
                  Layout.SERVER.toString(),
                  "--port",
                  String.valueOf(port),
                  "--data",
                  data.toString(),
                  "--engine-cache",
                  Layout.TARGET.resolve("engine-cache").toString()));
      command.addAll(settings);
      process = Command.start(Layout.MODULE, Map.of(), command, log);
      await("the server to be ready", START, () -> isReady(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReady(Path log) {
    try {
      String text = Files.exists(log) ? Files.readString(log) : "";
      Matcher ready = READY.matcher(text);
      if (ready.find()) {
        url = ready.group(1);
        return true;
      }
      if (!process().isAlive()) {
        throw new AssertionError("The server ended: " + text);
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process process() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process;
  }

  static void await(String what, Duration limit, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(limit);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("waited in vain for " + what);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends it as an operator does. */
  void stop() {
    process().destroy();
    awaitExit();
  }

  /** Ends it as a power failure does: at once, without its database and its replicas. */
  void kill() {
    process().destroyForcibly();
    awaitExit();
  }

  private void awaitExit() {
    await("the server to end", Duration.ofSeconds(60), () -> !process().isAlive());
  }

  Path data() {
    return data;
  }

  /** What it wrote since its latest start. */
  Path log() {
    return data.resolve("server-" + starts + ".log");
  }

  String url() {
    return url;
  }

  String token() {
    try {
      return Files.readString(data.resolve("administrator.token")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the command line and the provider need to find this server. */
  Map<String, String> environment() {
    return Map.of("BENTO_CLOUD_API_ENDPOINT", url, "BENTO_CLOUD_API_KEY", token());
  }

  /** Pushes the bento of the examples with the real command line. */
  void push() {
    push(environment());
  }

  /** One at a time: the first one builds the bento, which the others push as it is. */
  private static synchronized void push(Map<String, String> environment) {
    Command.run(Layout.MODULE, environment, List.of(Layout.MODULE.resolve("bento/push").toString()))
        .orFail();
  }

  /** An answer of the API. */
  record Answer(int status, String body) {}

  /** Calls the API; the answer must be 200. */
  JsonNode call(String method, String path, @Nullable String body) {
    Answer answer = send(method, path, body);
    if (answer.status() != 200) {
      throw new AssertionError(method + " " + path + ": " + answer.body());
    }
    try {
      return JSON.readTree(answer.body().isEmpty() ? "null" : answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Calls the API. */
  Answer send(String method, String path, @Nullable String body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path))
              .header("X-YATAI-API-TOKEN", token())
              .header("Content-Type", "application/json")
              .method(
                  method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
              .build();
      var response = HTTP.send(request, BodyHandlers.ofString());
      answers.add(response.statusCode() + " " + response.headers().map() + " " + response.body());
      return new Answer(response.statusCode(), response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Everything that {@link #send} got back, with the headers. */
  List<String> answers() {
    return List.copyOf(answers);
  }

  JsonNode get(String path) {
    return call("GET", path, null);
  }

  /** The status that a caller with this token gets. */
  int statusAs(String token, String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path)).header("X-YATAI-API-TOKEN", token).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  JsonNode deployment(String name) {
    return get("/api/v2/deployments/" + name);
  }

  JsonNode secret(String name) {
    return get("/api/v1/org_secrets/" + name);
  }

  void awaitStatus(String deployment, String status) {
    await(
        deployment + " to be " + status,
        Duration.ofMinutes(3),
        () -> deployment(deployment).get("status").asText().equals(status));
  }

  /** Makes a secret with one key, as somebody does without Terraform. */
  void makeSecret(String name, String key, String value) {
    call(
        "POST",
        "/api/v1/org_secrets",
        """
        {"name": "%s", "content": {"type": "env", "items": [{"key": "%s", "value": "%s"}]}}
        """
            .formatted(name, key, value));
  }

  /** Makes a deployment without replicas, with the secret of its name. */
  void makeIdle(String name) {
    call(
        "POST",
        "/api/v2/deployments",
        """
        {"name": "%1$s", "bento": "fingerprint:v1", "secrets": ["%1$s"],
         "services": {"Fingerprint": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
        """
            .formatted(name));
  }

  /** The names in a list of the API. */
  List<String> names(String path) {
    List<String> names = new ArrayList<>();
    get(path).get("items").forEach(item -> names.add(item.get("name").asText()));
    return names;
  }

  /** Where its deployments run; null for this machine. */
  @Nullable KubernetesNamespace namespace() {
    return namespace;
  }

  /** The folder of the private homes of its replicas: in memory where the machine has one. */
  Path homes() {
    try {
      Path memory = Path.of("/dev/shm");
      Path engine = data.resolve("engine");
      return Files.isWritable(memory)
          ? memory.resolve("bentoform-" + Files.readString(engine.resolve("engine-id")).strip())
          : engine.resolve("homes");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Processes that name the server's data folder: itself, its database and its replicas. */
  List<ProcessHandle> processes() {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .filter(handle -> handle.pid() != ProcessHandle.current().pid())
        .filter(handle -> handle.info().commandLine().orElse("").contains(data.toString()))
        .toList();
  }

  /** Waits until so many processes are left, and names those that are too many. */
  void awaitProcesses(int count) {
    Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
    while (processes().size() != count && Instant.now().isBefore(deadline)) {
      pause();
    }
    assertThat(processes().stream().map(each -> each.pid() + " " + each.info().commandLine()))
        .hasSize(count);
  }

  @Override
  public void close() {
    if (process().isAlive()) {
      stop();
    }
    // A test that failed between a kill and a start leaves a database and replicas.
    processes().forEach(ProcessHandle::destroyForcibly);
    await("its processes to end", Duration.ofSeconds(10), () -> processes().isEmpty());
    if (namespace != null) {
      namespace.close();
    }
    try (Stream<Path> tree = Files.walk(data)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
