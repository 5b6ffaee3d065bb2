package io.bentoform.api;

import io.bentoform.api.db.Database;
import io.bentoform.api.db.TestDatabase;
import io.bentoform.api.files.PrivateFiles;
import io.bentoform.api.tls.TestCertificate;
import io.bentoform.api.tls.TlsChoice;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real server on a free port with a real MariaDB in a temporary folder, one for all tests. */
public final class TestServer implements AutoCloseable {
  private final Path data;
  private final ApiServer server;
  private final HttpClient http;

  private TestServer(Path data, Settings settings) {
    this.data = data;
    this.server = start(settings);
    this.http = client(settings, server);
  }

  /** Trusts the certificate of the server, if it has one. */
  private static HttpClient client(Settings settings, ApiServer server) {
    Optional<Path> certificate =
        settings.tls() instanceof TlsChoice.Files(Path file, Path key)
            ? Optional.of(file)
            : server.selfSignedFile();
    return certificate.map(TestServer::trusting).orElseGet(HttpClient::newHttpClient);
  }

  private static HttpClient trusting(Path certificate) {
    try {
      return HttpClient.newBuilder().sslContext(TestCertificate.trusting(certificate)).build();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Shared {
    static final TestServer INSTANCE = untilTheEnd("none");
  }

  private static final class Running {
    static final TestServer INSTANCE = untilTheEnd("local");
  }

  /** A server that ends with the test run. */
  public static TestServer untilTheEnd(String engine) {
    Path data = temporaryFolder();
    TestServer made = new TestServer(data, settings(data, 0, engine));
    Runtime.getRuntime().addShutdownHook(new Thread(made::end));
    return made;
  }

  /** The server that all tests share; it ends with the test run. Its deployments run nothing. */
  public static TestServer shared() {
    return Shared.INSTANCE;
  }

  /** As {@link #shared()}, with deployments that run. */
  public static TestServer running() {
    return Running.INSTANCE;
  }

  /** A server of its own in this folder, which stays when it is closed. */
  static TestServer in(Path data) {
    return in(data, 0);
  }

  /** As {@link #in(Path)}, on a port that it can have again after a restart. */
  public static TestServer in(Path data, int port) {
    return new TestServer(data, settings(data, port, "local"));
  }

  /** As {@link #in(Path)}, with more settings. */
  public static TestServer with(Path data, String... settings) {
    return with(data, Map.of(), settings);
  }

  /** As {@link #in(Path)}, with more settings and an environment. */
  public static TestServer with(Path data, Map<String, String> environment, String... settings) {
    List<String> all = new ArrayList<>(List.of("--data", data.toString(), "--port", "0"));
    all.addAll(List.of(settings));
    return new TestServer(data, Settings.parse(all, environment));
  }

  boolean isNewToken() {
    return server.newToken().isPresent();
  }

  @Override
  public void close() {
    http.shutdownNow();
    server.close();
  }

  /**
   * Starts a server; one that cannot go on is a failure of the test. One at a time: Helidon keeps
   * metrics of all servers of a process in one map, without a lock.
   */
  static synchronized ApiServer start(Settings settings) {
    return ApiServer.start(
        settings,
        new Closeables(),
        text -> {
          throw new AssertionError(text);
        });
  }

  /** One of several servers on one database and archive store; this machine runs nothing. */
  public static TestServer of(ServerGroup group, String name) {
    return with(group.data(name), group.variables(), group.settings());
  }

  /** Settings for a server of this folder on an external database. */
  static Settings settings(Path data, TestDatabase external) {
    return Settings.parse(
        List.of(
            "--port", "0", "--data", data.toString(), "--database-url", external.address().url()),
        Map.of("BENTOFORM_DATABASE_PASSWORD", external.address().password().reveal()));
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("bentoform-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Settings settings(Path data, int port, String engine) {
    return Settings.parse(
        List.of("--data", data.toString(), "--port", "" + port, "--engine", engine), Map.of());
  }

  private void end() {
    close();
    try {
      PrivateFiles.delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path data() {
    return data;
  }

  /** The address that clients use. */
  public String url() {
    return server.url();
  }

  public String token() {
    try {
      return Files.readString(server.tokenFile()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends a request with the administrator's token; a body is JSON. */
  public Answer call(String method, String path, String body) {
    return send(
        request(path).header("Content-Type", "application/json"),
        method,
        body.getBytes(StandardCharsets.UTF_8));
  }

  public Answer call(String method, String path) {
    return send(request(path), method, new byte[0]);
  }

  public HttpRequest.Builder request(String path) {
    return anonymous(path).header("X-YATAI-API-TOKEN", token());
  }

  /** A request without a token. */
  public HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }

  /** The status of a request that is sent as it stands, however odd it is. */
  public int status(String requestLine) {
    URI address = URI.create(server.url());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      String head = requestLine + "\r\nHost: x\r\nX-YATAI-API-TOKEN: " + token() + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      return Integer.parseInt(new String(answer, StandardCharsets.US_ASCII).substring(9));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For what no route shows, as the audit. */
  public Database database() {
    return server.database();
  }

  List<HttpService> routes() {
    return server.routes();
  }

  public Answer send(HttpRequest.Builder request, String method, byte[] body) {
    try {
      HttpResponse<String> response =
          http.send(
              request.method(method, BodyPublishers.ofByteArray(body)).build(),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
