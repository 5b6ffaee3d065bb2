package io.bentoform.provider.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API with a self-signed certificate for localhost. */
class TrustedCertificatesTest {

  private final Path file;
  private final TlsIdentity identity;
  private final HttpsServer server;

  TrustedCertificatesTest(@TempDir Path folder) throws Exception {
    file = folder.resolve("trusted.pem");
    identity = TlsIdentity.create();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context()));
    server.createContext(
        "/",
        exchange -> {
          byte[] answer = "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  private SSLContext context() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", identity.key(), new char[0], new Certificate[] {identity.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private ControlApi api(String host) throws IOException {
    return new ControlApi(
        URI.create("https://" + host + ":" + server.getAddress().getPort()),
        new Token("t0ken"),
        new Log(System.err, Log.Level.OFF),
        new Network(
            TrustedCertificates.of(Map.of(TrustedCertificates.VARIABLE, file.toString())),
            Optional.empty()));
  }

  private void trust(TlsIdentity... trusted) throws Exception {
    StringBuilder text = new StringBuilder();
    for (TlsIdentity each : trusted) {
      text.append("A comment\n-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder().encodeToString(each.certificate().getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    Files.writeString(file, text);
  }

  @Test
  void a_self_signed_api_is_called_when_its_certificate_is_in_the_file() throws Exception {
    trust(TlsIdentity.create(), identity);

    assertThat(api("localhost").secrets().find(null, "a")).isPresent();
  }

  @Test
  void an_api_that_is_not_in_the_file_is_refused_with_the_variable_that_helps() throws Exception {
    trust(TlsIdentity.create());

    ApiException refused =
        catchThrowableOfType(ApiException.class, () -> api("localhost").secrets().find(null, "a"));

    assertThat(refused.text())
        .startsWith("The certificate of the control API at https://localhost:")
        .contains("cannot be verified", "SSL_CERT_FILE")
        .doesNotContain("t0ken");
  }

  @Test
  void a_certificate_for_another_host_is_refused() throws Exception {
    trust(identity);

    assertThatThrownBy(() -> api("127.0.0.1").secrets().find(null, "a"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  void without_the_variable_the_built_in_authorities_stay() throws Exception {
    assertThat(TrustedCertificates.of(Map.of())).isEmpty();
    assertThat(TrustedCertificates.of(Map.of("SSL_CERT_FILE", ""))).isEmpty();
  }

  @Test
  void a_file_that_cannot_be_used_is_named() throws Exception {
    refused(" cannot be read.");
    Files.writeString(file, "");
    refused(" contains no certificate.");
    Files.writeString(file, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    refused(" contains something that is not a certificate in PEM form.");
    Files.delete(file);
    Files.createDirectory(file);
    refused(" cannot be read.");
  }

  private void refused(String why) {
    assertThatThrownBy(() -> TrustedCertificates.of(Map.of("SSL_CERT_FILE", file.toString())))
        .isInstanceOf(IOException.class)
        .hasMessage(file + why);
  }
}
