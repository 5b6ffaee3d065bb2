package io.bentoform.api.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Eventually;
import io.bentoform.api.LogLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that changes while a server uses it. */
class ServerTlsTest {
  private static final Duration INTERVAL = Duration.ofMillis(20);

  private final Path certificate;
  private final Path key;
  private final LogLines log = LogLines.of(ServerTls.class);
  private final TestCertificate first;
  private final ServerTls tls;
  private final SSLServerSocket server;

  ServerTlsTest(@TempDir Path folder) throws Exception {
    this.certificate = folder.resolve("certificate.pem");
    this.key = folder.resolve("key.pem");
    this.first = TestCertificate.make();
    first.write(certificate, key);
    this.tls = ServerTls.start(new PemFiles(certificate, key, InstantSource.system()), INTERVAL);
    this.server =
        (SSLServerSocket)
            tls.context()
                .getServerSocketFactory()
                .createServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  @BeforeEach
  void echo() {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                while (true) {
                  SSLSocket socket = (SSLSocket) server.accept();
                  Thread.ofVirtual().start(() -> echo(socket));
                }
              } catch (IOException e) {
                // Closed.
              }
            });
  }

  private static void echo(SSLSocket socket) {
    try (socket) {
      socket.getInputStream().transferTo(socket.getOutputStream());
    } catch (IOException e) {
      // A client that did not trust the certificate.
    }
  }

  @AfterEach
  void close() throws IOException {
    log.close();
    server.close();
    tls.close();
  }

  /** The serial number of the certificate that a new client gets. */
  private BigInteger served(Path trusted) throws Exception {
    try (SSLSocket client = connect(trusted)) {
      return ((X509Certificate) client.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }

  private SSLSocket connect(Path trusted) throws Exception {
    SSLSocket client =
        (SSLSocket)
            TestCertificate.trusting(trusted)
                .getSocketFactory()
                .createSocket(server.getInetAddress(), server.getLocalPort());
    client.setSoTimeout(20_000);
    client.startHandshake();
    return client;
  }

  @Test
  void a_new_pair_is_used_for_new_connections_and_those_that_exist_go_on() throws Exception {
    try (SSLSocket before = connect(certificate)) {
      TestCertificate second = TestCertificate.make();
      Path trusted = Files.createTempFile(certificate.getParent(), "second", ".pem");
      Files.writeString(trusted, TestCertificate.pem(second.certificate()));

      second.write(certificate, key);

      Eventually.holds("reloaded", () -> !log.lines().isEmpty());
      assertThat(served(trusted)).isEqualTo(second.serial());
      before.getOutputStream().write("still here\n".getBytes(StandardCharsets.UTF_8));
      before.getOutputStream().flush();
      assertThat(
              new BufferedReader(
                      new InputStreamReader(before.getInputStream(), StandardCharsets.UTF_8))
                  .readLine())
          .isEqualTo("still here");
    }
  }

  @Test
  void a_new_pair_that_does_not_fit_is_logged_once_and_the_old_one_stays() throws Exception {
    Path trusted = Files.createTempFile(certificate.getParent(), "first", ".pem");
    Files.writeString(trusted, TestCertificate.pem(first.certificate()));

    Files.writeString(key, TestCertificate.make().key());

    Eventually.holds("refused", () -> !log.lines().isEmpty());
    assertThat(log.lines().getFirst())
        .contains("the one before stays in use")
        .contains("The key in " + key + " does not belong to the first certificate");
    assertThat(served(trusted)).isEqualTo(first.serial());

    TestCertificate second = TestCertificate.make();
    second.write(certificate, key);
    Eventually.holds("reloaded", () -> log.lines().size() > 1);
    assertThat(log.lines().getLast()).contains("HTTPS uses a new certificate");
    assertThat(log.lines()).hasSize(2);
    assertThat(served(certificate)).isEqualTo(second.serial());
  }

  @Test
  void files_that_are_gone_for_a_while_leave_the_old_pair_in_use() throws Exception {
    Path trusted = Files.createTempFile(certificate.getParent(), "first", ".pem");
    Files.move(certificate, trusted, StandardCopyOption.REPLACE_EXISTING);

    Eventually.holds("refused", () -> !log.lines().isEmpty());

    assertThat(log.lines().getFirst()).contains(certificate + " does not exist");
    assertThat(served(trusted)).isEqualTo(first.serial());
  }
}
