package io.bentoform.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.files.PrivateFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The server as a process of its own, by {@code api-server/run} or as that starts it. */
public final class ServerProcess {
  private static final Path RUN = Path.of("run").toAbsolutePath();
  private static final Pattern READY = Pattern.compile("Bentoform is ready at (https?://\\S+),.*");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path data;
  private final List<String> settings;
  private final Map<String, String> environment;
  private final boolean packaged;
  private @Nullable Process process;
  private String url = "";
  private final List<String> said = new ArrayList<>();

  /** Starts a server of this folder, with more settings if there are any. */
  public ServerProcess(Path data, String... settings) throws IOException {
    this(data, List.of(settings), Map.of(), false);
    start();
  }

  private ServerProcess(
      Path data, List<String> settings, Map<String, String> environment, boolean packaged) {
    this.data = data;
    this.settings = settings;
    this.environment = environment;
    this.packaged = packaged;
  }

  /** The packaged server, started by {@code api-server/run} with these variables and settings. */
  public static ServerProcess packaged(
      Path data, Map<String, String> environment, String... settings) throws IOException {
    ServerProcess server = new ServerProcess(data, List.of(settings), environment, true);
    server.start();
    return server;
  }

  /** One of several servers on one database. */
  public static ServerProcess of(ServerGroup group, String name) throws IOException {
    ServerProcess server =
        new ServerProcess(group.data(name), List.of(group.settings()), group.variables(), false);
    server.start();
    return server;
  }

  /** A server that was launched and is not waited for. */
  public static ServerProcess launched(Path data) throws IOException {
    ServerProcess server = new ServerProcess(data, List.of(), Map.of(), false);
    server.launch();
    return server;
  }

  /** Starts it, again after {@link #kill}. */
  public void start() throws IOException {
    BufferedReader lines = launch().inputReader(StandardCharsets.UTF_8);
    String line = lines.readLine();
    while (line != null) {
      Matcher ready = READY.matcher(line);
      if (ready.matches()) {
        url = ready.group(1);
        return;
      }
      said.add(line);
      line = lines.readLine();
    }
    throw new IOException("the server ended: " + errors());
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>(packaged ? List.of(RUN.toString()) : program());
    command.addAll(List.of("--port", "0", "--data", data.toString()));
    command.addAll(settings);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errorFile().toFile());
    builder.environment().putAll(environment);
    Process started = builder.start();
    process = started;
    return started;
  }

  /** The classes of this build, which need no package, with the options of {@code run}. */
  private static List<String> program() throws IOException {
    List<String> program = new ArrayList<>();
    program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    try (var lines = Files.lines(RUN)) {
      lines
          .map(String::strip)
          .filter(line -> line.startsWith("-X"))
          .map(line -> line.replace(" \\", ""))
          .forEach(program::add);
    }
    program.add("-Dbentoform.home=" + System.getProperty("bentoform.home"));
    program.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.bentoform.api.Main"));
    return program;
  }

  private Path errorFile() {
    return data.resolveSibling(data.getFileName() + ".errors");
  }

  /** The lines that it printed before it was ready. */
  List<String> said() {
    return List.copyOf(said);
  }

  /** What it has written to its standard error. */
  public String errors() throws IOException {
    return Files.readString(errorFile());
  }

  /** Asks it to end, and waits until it has. Returns its exit code. */
  public int terminate() throws InterruptedException {
    process().destroy();
    return awaitEnd();
  }

  /** Waits until it has ended by itself. Returns its exit code. */
  public int awaitEnd() throws InterruptedException {
    assertThat(process().waitFor(60, TimeUnit.SECONDS)).as("the server ended in time").isTrue();
    return process().exitValue();
  }

  private Process process() {
    if (process == null) {
      throw new IllegalStateException("not started");
    }
    return process;
  }

  public Path data() {
    return data;
  }

  public String url() {
    return url;
  }

  public String token() throws IOException {
    return Files.readString(data.resolve("administrator.token")).strip();
  }

  /** The largest part of its memory that was ever in use, in bytes. */
  public long peakMemory() throws IOException {
    return memory("VmHWM:");
  }

  /** The part of its memory that is in use now, in bytes; without its database. */
  public long memory() throws IOException {
    return memory("VmRSS:");
  }

  private long memory(String field) throws IOException {
    try (var lines = Files.lines(Path.of("/proc", "" + process().pid(), "status"))) {
      String line = lines.filter(each -> each.startsWith(field)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
    }
  }

  /** What it has used of all cores; without its database. */
  public Duration cpuTime() {
    return process().info().totalCpuDuration().orElseThrow();
  }

  public Answer call(String method, String path, String json) throws IOException {
    return send(token(), path, "application/json", method, BodyPublishers.ofString(json));
  }

  /** A call without a body by the holder of another token. */
  public Answer callAs(String token, String method, String path) throws IOException {
    return send(token, path, "application/json", method, BodyPublishers.noBody());
  }

  /** Uploads a body that is made while it is sent. */
  public Answer upload(String path, long length, Supplier<InputStream> body) throws IOException {
    return send(
        token(),
        path + "/upload",
        "application/octet-stream",
        "PUT",
        BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(body), length));
  }

  private Answer send(String token, String path, String type, String method, BodyPublisher body)
      throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("X-YATAI-API-TOKEN", token)
            .header("Content-Type", type)
            .method(method, body)
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), "", response.body());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Ends it as a power failure does. */
  public void kill() throws InterruptedException {
    process().destroyForcibly();
    assertThat(process().waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  /** Ends it as an operator does, and removes its data. */
  public void end() throws IOException, InterruptedException {
    http.close();
    process().destroy();
    boolean ended = process().waitFor(60, TimeUnit.SECONDS);
    process().destroyForcibly();
    PrivateFiles.delete(data);
    Files.deleteIfExists(errorFile());
    assertThat(ended).as("the server ended in time").isTrue();
  }
}
