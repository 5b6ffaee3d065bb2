package io.bentoform.api.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.BesideOthers;
import io.bentoform.api.engine.SampleBento;
import io.bentoform.api.engine.contract.Order;
import io.bentoform.api.engine.contract.Phases;
import io.bentoform.api.engine.endpoint.EndpointPorts;
import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.engine.local.process.Ports;
import io.bentoform.api.gateway.GatewaySettings.HostNames;
import io.bentoform.api.tls.CertificateNames;
import io.bentoform.api.tls.SelfSigned;
import io.bentoform.api.tls.ServerTls;
import io.bentoform.api.tls.TestCertificate;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** Deployments behind a gateway with a certificate. */
@BesideOthers
final class EncryptedEndpointTest {
  private static final String DOMAIN = "models.example.org";

  @Test
  void a_host_name_is_served_over_https_while_services_call_each_other_without_a_certificate()
      throws Exception {
    try (EngineTestFolder folder = EngineTestFolder.create()) {
      int port = Ports.free();
      Endpoints names =
          new Endpoints(
              "127.0.0.1", EndpointPorts.DEFAULT, Optional.of(new HostNames(port, DOMAIN)));
      SelfSigned source =
          new SelfSigned(
              folder.root().resolve("tls"),
              CertificateNames.of("127.0.0.1", "127.0.0.1", Optional.of(DOMAIN)),
              InstantSource.system());
      try (ServerTls tls = ServerTls.start(source, Duration.ofSeconds(1));
          LocalEngine engine =
              folder.open(
                  folder
                      .settings()
                      .endpoints("127.0.0.1", names)
                      .certificate(Optional.of(tls.keyManager()))
                      .build())) {
        URI url =
            engine
                .apply(
                    Order.of("named", 1)
                        .bento(SampleBento.pair())
                        .service("Shouter")
                        .service(SampleBento.SERVICE, "Shouter")
                        .specification(),
                    new Phases())
                .orElseThrow();

        assertThat(url).hasToString("https://named.models.example.org:" + port);
        Path trusted = source.certificateFile();
        assertThat(ask(trusted, port, "named." + DOMAIN))
            .startsWith("HTTP/1.1 200 ")
            .endsWith("HELLO");
        assertThat(ask(trusted, port, "other." + DOMAIN)).startsWith("HTTP/1.1 404 ");
        assertThatThrownBy(() -> ask(trusted, port, "elsewhere.org"))
            .as("the certificate is for other names")
            .isInstanceOf(SSLHandshakeException.class);
      }
    }
  }

  /** The whole answer to a request for a host name that no resolver knows. */
  private static String ask(Path trusted, int port, String host) throws Exception {
    String body = "{\"name\": \"hello\"}";
    Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
    try (SSLSocket socket =
        (SSLSocket)
            TestCertificate.trusting(trusted)
                .getSocketFactory()
                .createSocket(plain, host, port, true)) {
      SSLParameters verified = socket.getSSLParameters();
      verified.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(verified);
      String request =
          "POST /variable HTTP/1.1\r\nHost: %s:%d\r\nContent-Type: application/json\r\n"
                  .formatted(host, port)
              + "Content-Length: %d\r\nConnection: close\r\n\r\n%s".formatted(body.length(), body);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
