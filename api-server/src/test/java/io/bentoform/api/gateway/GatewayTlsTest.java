package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import io.bentoform.api.LogLines;
import io.bentoform.api.tls.PemFiles;
import io.bentoform.api.tls.ServerTls;
import io.bentoform.api.tls.TestCertificate;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway with a certificate. */
final class GatewayTlsTest {
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private final Vertx vertx = Vertx.vertx();
  private final PemFiles files;
  private final ServerTls tls;

  GatewayTlsTest(@TempDir Path folder) throws Exception {
    this.files =
        new PemFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"), InstantSource.system());
    TestCertificate.make().write(files.certificate(), files.key());
    this.tls = ServerTls.start(files, INTERVAL);
  }

  @AfterEach
  void close() {
    vertx.close().await();
    tls.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = HttpVersion.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void a_client_speaks_the_version_of_its_choice(HttpVersion version) throws Exception {
    try (GatewayStage stage = stage()) {
      stage.route(
          stage.server(exchange -> text(exchange, exchange.getRequestHeaders().toString())));

      String answer = get(stage, version);

      assertThat(answer)
          .startsWith(version.toString())
          .contains("X-forwarded-proto=[https]")
          .contains("proto=https");
    }
  }

  private String get(GatewayStage stage, HttpVersion version) throws TimeoutException {
    HttpClientAgent client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(version)
                .setTrustOptions(
                    new PemTrustOptions().addCertPath(files.certificate().toString())));
    try {
      return client
          .request(new RequestOptions().setHost("localhost").setPort(stage.listener.port()))
          .compose(request -> request.send())
          .compose(response -> response.body().map(body -> response.version() + " " + body))
          .await(20, TimeUnit.SECONDS);
    } finally {
      // The library closes a client that nothing refers to.
      client.close().await();
    }
  }

  @Test
  void a_new_certificate_is_used_without_a_restart() throws Exception {
    try (GatewayStage stage = stage();
        LogLines log = LogLines.of(ServerTls.class)) {
      stage.route(stage.server(exchange -> text(exchange, "ok")));
      assertThat(get(stage, HttpVersion.HTTP_2)).isEqualTo("HTTP_2 ok");

      TestCertificate.make().write(files.certificate(), files.key());
      Eventually.holds("reloaded", () -> !log.lines().isEmpty());

      assertThat(get(stage, HttpVersion.HTTP_2)).isEqualTo("HTTP_2 ok");
    }
  }

  @Test
  void what_is_not_clear_is_refused_over_tls_too() throws Exception {
    try (GatewayStage stage = stage()) {
      stage.route(stage.server(exchange -> text(exchange, "reached")));
      SSLContext context = TestCertificate.trusting(files.certificate());
      try (Socket socket =
          context
              .getSocketFactory()
              .createSocket(InetAddress.getLoopbackAddress(), stage.listener.port())) {
        socket.setSoTimeout(20_000);
        GatewayStage.send(socket, "POST / HTTP/1.1\r\nHost: a\r\nX: 1\r\n folded\r\n\r\n");
        assertThat(GatewayStage.readHead(socket)).startsWith("HTTP/1.1 400");
      }
    }
  }

  private GatewayStage stage() throws IOException {
    return new GatewayStage(
        GatewaySettings.at(InetAddress.getLoopbackAddress()).with(tls.keyManager()));
  }
}
