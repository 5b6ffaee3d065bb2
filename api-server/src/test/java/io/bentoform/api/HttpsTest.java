package io.bentoform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.tls.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The API over TLS. */
class HttpsTest {
  private static final String HSTS = "Strict-Transport-Security";

  private final Path folder;
  private final Path certificate;
  private final Path key;

  HttpsTest(@TempDir Path folder) {
    this.folder = folder;
    this.certificate = folder.resolve("certificate.pem");
    this.key = folder.resolve("key.pem");
  }

  private TestServer certified() throws Exception {
    TestCertificate.make().write(certificate, key);
    return TestServer.with(
        folder.resolve("data"),
        "--engine",
        "none",
        "--tls-certificate",
        certificate.toString(),
        "--tls-key",
        key.toString());
  }

  private TestServer selfSigned(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "--tls";
    all[1] = "self-signed";
    System.arraycopy(more, 0, all, 2, more.length);
    return TestServer.with(folder.resolve("data"), all);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void a_client_speaks_the_version_of_its_choice(Version version) throws Exception {
    try (TestServer server = certified();
        HttpClient client = client(certificate, version)) {
      String body =
          "{\"name\": \"made\", \"content\": {\"items\": [{\"key\": \"A\", \"value\": \"one\"}]}}";

      HttpResponse<String> made =
          client.send(
              server
                  .request("/api/v1/org_secrets")
                  .POST(BodyPublishers.ofString(body))
                  .header("Content-Type", "application/json")
                  .build(),
              BodyHandlers.ofString());

      assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
      assertThat(made.version()).isEqualTo(version);
      assertThat(made.uri().getScheme()).isEqualTo("https");
    }
  }

  private static HttpClient client(Path certificate, Version version) throws Exception {
    return HttpClient.newBuilder()
        .version(version)
        .sslContext(TestCertificate.trusting(certificate))
        .build();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void what_is_refused_with_its_body_unread_is_answered_with_a_problem(Version version)
      throws Exception {
    try (TestServer server = certified();
        HttpClient client = client(certificate, version)) {
      HttpRequest tooLarge =
          server
              .request("/api/v1/org_secrets")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofByteArray(new byte[9 << 20]))
              .build();
      HttpResponse<String> refused = client.send(tooLarge, BodyHandlers.ofString());
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(413);
      assertThat(refused.version()).isEqualTo(version);

      HttpRequest withoutLength =
          server
              .request("/api/v1/org_secrets")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString("{}")))
              .build();
      assertThat(client.send(withoutLength, BodyHandlers.ofString()).statusCode()).isEqualTo(411);

      HttpRequest good = server.request("/api/v1/org_secrets").build();
      assertThat(client.send(good, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  /** By curl: the JDK's client waits for the end of its own body before it shows an answer. */
  @Test
  void a_body_that_stands_still_is_given_up_over_http_2() throws Exception {
    try (TestServer server = certified()) {
      Process curl =
          new ProcessBuilder(
                  "curl",
                  "--silent",
                  "--no-buffer",
                  "--http2",
                  "--cacert",
                  certificate.toString(),
                  "--request",
                  "POST",
                  "--header",
                  "X-YATAI-API-TOKEN: " + server.token(),
                  "--header",
                  "Content-Type: application/json",
                  "--header",
                  "Content-Length: 1000",
                  "--upload-file",
                  ".",
                  "--write-out",
                  " HTTP/%{http_version} %{http_code}",
                  server.request("/api/v1/org_secrets").build().uri().toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        curl.getOutputStream().write('{');
        curl.getOutputStream().flush();

        assertThat(CompletableFuture.supplyAsync(() -> firstByte(curl)).get(30, TimeUnit.SECONDS))
            .isEqualTo('{');
        curl.getOutputStream().close();
        assertThat(new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .contains("The body is not JSON")
            .endsWith(" HTTP/2 400");
      } finally {
        curl.destroyForcibly();
      }
    }
  }

  private static int firstByte(Process process) {
    try {
      return process.getInputStream().read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void every_answer_tells_browsers_to_keep_to_https() throws Exception {
    try (TestServer server = certified();
        HttpClient client = client(certificate, Version.HTTP_1_1)) {
      for (String path :
          new String[] {
            "/api/v1/version", "/api/v1/absent", "/health", "/metrics", "/api_tokens"
          }) {
        assertThat(hsts(client, server.request(path))).as(path).contains("max-age=31536000");
      }
      assertThat(hsts(client, server.anonymous("/api/v1/org_secrets")))
          .as("an answer without a token")
          .contains("max-age=31536000");
    }
  }

  @Test
  void a_self_signed_certificate_or_none_does_not_bind_browsers_to_https() throws Exception {
    try (TestServer server = selfSigned("--engine", "none");
        HttpClient client = client(folder.resolve("data/tls/certificate.pem"), Version.HTTP_1_1)) {
      assertThat(hsts(client, server.request("/api/v1/version"))).isEmpty();
    }
    assertThat(hsts(HttpClient.newHttpClient(), TestServer.shared().request("/api/v1/version")))
        .isEmpty();
  }

  private static Optional<String> hsts(HttpClient client, HttpRequest.Builder request)
      throws Exception {
    return client.send(request.build(), BodyHandlers.ofString()).headers().firstValue(HSTS);
  }

  @Test
  void a_new_certificate_is_used_without_a_restart() throws Exception {
    try (TestServer server = certified();
        HttpClient before = client(certificate, Version.HTTP_1_1)) {
      assertThat(status(before, server)).isEqualTo(200);

      TestCertificate.make().write(certificate, key);

      Eventually.holds(
          "a client that trusts the new one alone gets an answer", () -> isTrusted(server));
      assertThat(status(before, server)).as("on its connection from before").isEqualTo(200);
    }
  }

  private boolean isTrusted(TestServer server) throws Exception {
    try (HttpClient client = client(certificate, Version.HTTP_1_1)) {
      return status(client, server) == 200;
    } catch (SSLHandshakeException e) {
      return false;
    }
  }

  private static int status(HttpClient client, TestServer server) throws Exception {
    return client
        .send(server.request("/api/v1/org_secrets").build(), BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void a_certificate_that_cannot_be_used_stops_the_start_before_anything_runs() throws Exception {
    TestCertificate.make().write(certificate, key);
    Files.delete(key);
    Settings settings =
        Settings.parse(
            List.of(
                "--data",
                folder.resolve("data").toString(),
                "--tls-certificate",
                certificate.toString(),
                "--tls-key",
                key.toString()),
            Map.of());

    assertThatThrownBy(() -> TestServer.start(settings))
        .hasMessage("The key file " + key + " does not exist. Correct --tls-key.");
    assertThat(folder.resolve("data/database")).doesNotExist();
  }

  @Test
  void a_self_signed_certificate_is_kept_over_restarts() throws Exception {
    Path made = folder.resolve("data/tls/certificate.pem");
    String before;
    try (TestServer server = selfSigned("--engine", "none")) {
      assertThat(server.call("GET", "/api/v1/version").json().get("tls").asText())
          .isEqualTo("self_signed");
      before = Files.readString(made);
    }
    try (TestServer server = selfSigned("--engine", "none")) {
      assertThat(Files.readString(made)).isEqualTo(before);
      assertThat(server.call("GET", "/api/v1/org_secrets").status()).isEqualTo(200);
    }
  }

  @Test
  void a_start_prints_where_the_self_signed_certificate_is() throws Exception {
    ServerProcess server =
        new ServerProcess(folder.resolve("data"), "--engine", "none", "--tls", "self-signed");
    try {
      assertThat(server.url()).startsWith("https://127.0.0.1:");
      assertThat(server.said())
          .anyMatch(
              line -> line.endsWith("SSL_CERT_FILE=" + folder.resolve("data/tls/certificate.pem")));
    } finally {
      server.end();
    }
  }

  @Test
  void a_server_beyond_loopback_without_tls_says_so_once() throws Exception {
    try (LogLines log = LogLines.of(ApiServer.class);
        TestServer server =
            TestServer.with(
                folder.resolve("data"),
                "--engine",
                "none",
                "--host",
                "0.0.0.0",
                "--public-host",
                "127.0.0.1")) {
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARNING The server listens on 0.0.0.0 without TLS")
          .contains("--tls self-signed");
      JsonNode version = server.call("GET", "/api/v1/version").json();
      assertThat(version.get("tls").asText()).isEqualTo("none");
      assertThat(version.at("/notices/0/reason").asText()).isEqualTo("NoTls");
    }
  }

  @Test
  void a_server_on_loopback_or_with_tls_has_nothing_to_say() throws Exception {
    JsonNode plain = TestServer.shared().call("GET", "/api/v1/version").json();
    assertThat(plain.get("notices")).isEmpty();
    try (LogLines log = LogLines.of(ApiServer.class);
        TestServer server =
            selfSigned("--engine", "none", "--host", "0.0.0.0", "--public-host", "127.0.0.1")) {
      assertThat(log.lines()).isEmpty();
      assertThat(server.call("GET", "/api/v1/version").json().get("notices")).isEmpty();
    }
  }

  @Test
  void plain_http_is_not_upgraded_to_http_2() throws Exception {
    URI address = TestServer.shared().request("/api/v1/version").build().uri();
    try (HttpClient client = HttpClient.newBuilder().version(Version.HTTP_2).build()) {
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(Version.HTTP_1_1);
    }
  }
}
