package io.bentoform.api.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What the command line takes for BentoCloud: a real server with a real database, on a port that it
 * keeps over restarts.
 */
final class Cloud {
  private final Path data;
  private final int port;
  private final boolean encrypted;
  private final Map<String, String> variables;
  private TestServer server;

  private Cloud(Path data, int port, boolean encrypted, Map<String, String> variables) {
    this.data = data;
    this.port = port;
    this.encrypted = encrypted;
    this.variables = new HashMap<>(variables);
    this.server = start();
  }

  private static final class Shared {
    static final Cloud INSTANCE = untilTheEnd(false);
  }

  private static final class Encrypted {
    static final Cloud INSTANCE = untilTheEnd(true);
  }

  private static Cloud untilTheEnd(boolean encrypted) {
    try {
      Cloud made = of(encrypted, Map.of());
      Runtime.getRuntime().addShutdownHook(new Thread(made::end));
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Cloud of(boolean encrypted, Map<String, String> variables) throws IOException {
    return new Cloud(
        Files.createTempDirectory("bentoform-cloud"), freePort(), encrypted, variables);
  }

  /** One with these settings in its environment, until it is ended. */
  static Cloud with(Map<String, String> variables) throws IOException {
    return of(false, variables);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** The one that all tests share, so that they meet what others left. */
  static Cloud shared() {
    return Shared.INSTANCE;
  }

  /** As {@link #shared}, over HTTPS with a self-signed certificate. */
  static Cloud encrypted() {
    return Encrypted.INSTANCE;
  }

  private TestServer start() {
    String[] own = {"--port", Integer.toString(port)};
    String[] tls = {"--port", Integer.toString(port), "--tls", "self-signed"};
    return TestServer.with(data, variables, encrypted ? tls : own);
  }

  /** Restarts with another value of a setting in its environment. */
  void restart(String variable, String value) {
    variables.put(variable, value);
    restart();
  }

  void restart() {
    server.close();
    server = start();
  }

  /** Whether bytes of an archive have arrived whose upload has not ended. */
  boolean isReceiving() {
    try (DirectoryStream<Path> drafts =
        Files.newDirectoryStream(data.resolve("archives"), "upload*.draft")) {
      for (Path draft : drafts) {
        if (Files.size(draft) > 0) {
          return true;
        }
      }
      return false;
    } catch (NoSuchFileException ended) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void end() {
    server.close();
    try {
      PrivateFiles.delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return (encrypted ? "https" : "http") + "://127.0.0.1:" + port;
  }

  String token() {
    return server.token();
  }

  /** Where the command line finds this server, as in a pipeline. */
  Map<String, String> environment() {
    return CommandLine.login(url(), token());
  }

  /** The certificate that clients must trust; with HTTPS alone. */
  Path certificate() {
    return data.resolve("tls/certificate.pem");
  }

  /** What the server says. */
  JsonNode get(String path) {
    Answer answer = server.call("GET", path);
    assertThat(answer.status()).as("GET %s: %s", path, answer.body()).isEqualTo(200);
    return answer.json();
  }

  /** The status of an answer, for what may not be there. */
  int status(String path) {
    return server.call("GET", path).status();
  }

  JsonNode call(String method, String path, String body) {
    Answer answer = server.call(method, path, body);
    assertThat(answer.status()).as("%s %s: %s", method, path, answer.body()).isEqualTo(200);
    return answer.json();
  }

  void delete(String path) {
    Answer answer = server.call("DELETE", path);
    assertThat(answer.status()).as("DELETE %s: %s", path, answer.body()).isEqualTo(200);
  }
}
