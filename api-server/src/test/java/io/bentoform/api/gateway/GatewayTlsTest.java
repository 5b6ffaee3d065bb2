package io.bentoform.api.gateway;

import static io.bentoform.api.gateway.GatewayStage.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway with a certificate. */
final class GatewayTlsTest {
  private static final String PASSWORD = "changeit";

  private final Vertx vertx = Vertx.vertx();
  private final GatewaySettings.Tls tls;
  private final Path folder;

  GatewayTlsTest(@TempDir Path folder) {
    this.folder = folder;
    this.tls = new GatewaySettings.Tls(folder.resolve("cert.pem"), folder.resolve("key.pem"));
  }

  @BeforeEach
  void makeCertificate() throws Exception {
    Path store = folder.resolve("store.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "gateway",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    pem(tls.certificate(), "CERTIFICATE", keys.getCertificate("gateway").getEncoded());
    pem(tls.key(), "PRIVATE KEY", keys.getKey("gateway", PASSWORD.toCharArray()).getEncoded());
  }

  private static void pem(Path file, String what, byte[] content) throws IOException {
    Files.write(
        file,
        List.of(
            "-----BEGIN " + what + "-----",
            Base64.getMimeEncoder().encodeToString(content),
            "-----END " + what + "-----"));
  }

  @AfterEach
  void close() {
    vertx.close().await();
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
                .setTrustOptions(new PemTrustOptions().addCertPath(tls.certificate().toString())));
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
    try (GatewayStage stage = stage()) {
      stage.route(stage.server(exchange -> text(exchange, "ok")));
      assertThat(get(stage, HttpVersion.HTTP_2)).isEqualTo("HTTP_2 ok");
      Files.delete(folder.resolve("store.p12"));
      makeCertificate();
      assertThatThrownBy(() -> get(stage, HttpVersion.HTTP_2))
          .isInstanceOf(SSLHandshakeException.class);

      stage.gateway.reloadCertificate();

      assertThat(get(stage, HttpVersion.HTTP_2)).isEqualTo("HTTP_2 ok");
    }
  }

  @Test
  void what_is_not_clear_is_refused_over_tls_too() throws Exception {
    try (GatewayStage stage = stage()) {
      stage.route(stage.server(exchange -> text(exchange, "reached")));
      SSLContext context = trusting();
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

  private SSLContext trusting() throws Exception {
    KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
    known.load(null, null);
    try (InputStream in = Files.newInputStream(tls.certificate())) {
      known.setCertificateEntry(
          "gateway", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void a_certificate_that_cannot_be_read_is_named() throws Exception {
    Files.writeString(tls.certificate(), "nonsense");
    try (GatewayStage stage = stage()) {
      assertThatThrownBy(stage::route)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("port " + stage.listener.port());
    }
  }

  private GatewayStage stage() throws IOException {
    return new GatewayStage(GatewaySettings.at(InetAddress.getLoopbackAddress()).with(tls));
  }
}
