package io.bentoform.provider.walk;

import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The control API in this process, one of each kind for all tests. It is what the module beside
 * this one has packaged, with a class path of its own: the libraries of server and provider never
 * meet.
 */
final class Server {

  /** The bento that is deployed. It never starts, so that its archive has one empty file. */
  static final String BENTO = "walked:v1";

  static final String NEXT_BENTO = "walked:v2";
  static final String SERVICE = "Walked";

  private static final Path MODULE = Path.of("..", "api-server", "target").toAbsolutePath();

  private static final int TAR_BLOCK = 512;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI url;
  private final String token;

  /** An answer of the API. */
  record Answer(int status, JsonObject body) {}

  private Server(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  private static final class Shared {
    static final Server INSTANCE = start("shared");
  }

  private static final class Running {
    static final Server INSTANCE = start("running");
  }

  /** The one server; it ends with this process. Its deployments run nothing. */
  static Server shared() {
    return Shared.INSTANCE;
  }

  /** As {@link #shared()}, with deployments that run. */
  static Server running() {
    return Running.INSTANCE;
  }

  private static Server start(String which) {
    System.setProperty("bentoform.home", MODULE.resolve("server").normalize().toString());
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try {
      ClassLoader loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader());
      Thread.currentThread().setContextClassLoader(loader);
      Class<?> type = loader.loadClass("io.bentoform.api.TestServer");
      Object server = type.getMethod(which).invoke(null);
      Object request = type.getMethod("request", String.class).invoke(server, "");
      Object token = type.getMethod("token").invoke(server);
      URI url = ((HttpRequest.Builder) request).build().uri();
      Server started = new Server(url, (String) token);
      started.push(BENTO);
      started.push(NEXT_BENTO);
      return started;
    } catch (ReflectiveOperationException | IOException e) {
      throw new IllegalStateException("The server cannot be started: package api-server first", e);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static URL[] classPath() throws IOException {
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> tests = Files.list(MODULE);
        Stream<Path> libraries = Files.list(MODULE.resolve("server/lib"))) {
      for (Path jar : Stream.concat(tests, libraries).toList()) {
        if (jar.toString().endsWith(".jar")) {
          urls.add(jar.toUri().toURL());
        }
      }
    }
    return urls.toArray(URL[]::new);
  }

  URI url() {
    return url;
  }

  String token() {
    return token;
  }

  private void push(String tag) {
    String name = tag.substring(0, tag.indexOf(':'));
    String version = tag.substring(name.length() + 1);
    String bentos = "/api/v1/bento_repositories/" + name + "/bentos";
    call(
        "POST",
        "/api/v1/bento_repositories",
        "{\"name\": \"" + name + "\", \"description\": \"\"}");
    require(call("POST", bentos, description(version)));
    require(call("PATCH", bentos + "/" + version + "/start_upload", null));
    require(send("PUT", bentos + "/" + version + "/upload", "application/octet-stream", archive()));
  }

  /** A tar with an empty {@code bento.yaml}: a header in octal digits, and the end mark. */
  private static byte[] archive() {
    ByteBuffer tar = ByteBuffer.allocate(3 * TAR_BLOCK);
    tar.put(0, field("bento.yaml"));
    tar.put(100, field("0000644|0000000|0000000|00000000000|00000000000|"));
    tar.put(148, field("        0"));
    tar.put(257, field("ustar|00"));
    int sum = 0;
    for (byte each : tar.array()) {
      sum += each;
    }
    tar.put(148, field("%06o|".formatted(sum)));
    return tar.array();
  }

  /** Fields of the header, with a bar for the NUL that ends each. */
  private static byte[] field(String text) {
    return text.replace('|', '\0').getBytes(StandardCharsets.US_ASCII);
  }

  private static String description(String version) {
    return """
    {"description": "", "version": "%s", "build_at": "2026-11-01 10:11:12.000013", "labels": [],
     "manifest": {"service": "service:%2$s", "bentoml_version": "1.4.40", "size_bytes": 1,
       "entry_service": "%2$s", "models": [], "services": [{"name": "%2$s", "service": ""}],
       "envs": []}}
    """
        .formatted(version, SERVICE);
  }

  /** Calls the API; the answer must be 200. */
  JsonObject require(String method, String path, @Nullable Map<String, ?> body) {
    return require(call(method, path, body == null ? null : Json.write(body)));
  }

  private static JsonObject require(Answer answer) {
    if (answer.status() != 200) {
      throw new AssertionError(
          "The API answered " + answer.status() + ": " + Json.write(answer.body().members()));
    }
    return answer.body();
  }

  /** Calls the API. */
  Answer call(String method, String path, @Nullable String body) {
    byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
    return send(method, path, "application/json", bytes);
  }

  private Answer send(String method, String path, String type, byte[] body) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + path))
              .header("X-YATAI-API-TOKEN", token)
              .header("Content-Type", type)
              .method(method, BodyPublishers.ofByteArray(body))
              .build();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonObject json =
          answer.body().isEmpty()
              ? JsonObject.EMPTY
              : JsonObject.of(Json.parse(answer.body())).orElse(JsonObject.EMPTY);
      return new Answer(answer.statusCode(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Json.ParseException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
