package io.bentoform.api;

import io.bentoform.api.engine.Notice;
import io.bentoform.api.gateway.GatewaySettings.HostNames;
import io.bentoform.api.tls.CertificateNames;
import io.bentoform.api.tls.PemFiles;
import io.bentoform.api.tls.SelfSigned;
import io.bentoform.api.tls.ServerTls;
import io.bentoform.api.tls.TlsChoice;
import io.bentoform.api.tls.UnusableCertificateException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.X509KeyManager;

/** The HTTPS of the server, or its absence: what {@link Settings#tls} leads to. */
final class Https implements AutoCloseable {
  private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);

  private final String host;
  private final Optional<ServerTls> tls;
  private final Optional<Path> selfSigned;

  private Https(String host, Optional<ServerTls> tls, Optional<Path> selfSigned) {
    this.host = host;
    this.tls = tls;
    this.selfSigned = selfSigned;
  }

  /**
   * Loads the certificate, or makes it.
   *
   * @throws IllegalStateException with a message for users when it cannot be used
   */
  static Https open(Settings settings, InstantSource clock) {
    try {
      return switch (settings.tls()) {
        case TlsChoice.None none -> new Https(settings.host(), Optional.empty(), Optional.empty());
        case TlsChoice.Files(Path certificate, Path key) ->
            new Https(
                settings.host(),
                Optional.of(ServerTls.start(new PemFiles(certificate, key, clock), LOOK_INTERVAL)),
                Optional.empty());
        case TlsChoice.SelfSigned choice -> {
          SelfSigned source =
              new SelfSigned(settings.data().resolve("tls"), names(settings), clock);
          yield new Https(
              settings.host(),
              Optional.of(ServerTls.start(source, LOOK_INTERVAL)),
              Optional.of(source.certificateFile()));
        }
      };
    } catch (UnusableCertificateException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static CertificateNames names(Settings settings) {
    return CertificateNames.of(
        settings.host(), settings.publicHost(), settings.endpointNames().map(HostNames::domain));
  }

  boolean isOn() {
    return tls.isPresent();
  }

  /** Answers handshakes; empty for plain HTTP. */
  Optional<X509KeyManager> certificate() {
    return tls.map(ServerTls::keyManager);
  }

  /** For a listener; empty for plain HTTP. */
  Optional<SSLContext> context() {
    return tls.map(ServerTls::context);
  }

  /** The certificate that clients must be told to trust, if the server made it. */
  Optional<Path> selfSignedFile() {
    return selfSigned;
  }

  /** One word for programs: {@code none}, {@code certificate} or {@code self_signed}. */
  String kind() {
    return !isOn() ? "none" : selfSigned.isPresent() ? "self_signed" : "certificate";
  }

  /** What users should know of it. */
  List<Notice> notices() {
    return isOn() || isLoopback()
        ? List.of()
        : List.of(
            new Notice(
                "Encrypted",
                "NoTls",
                "The server listens on %s without TLS: tokens and the values of secrets can be read on the network. Set --tls-certificate and --tls-key, or --tls self-signed."
                    .formatted(host)));
  }

  private boolean isLoopback() {
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public void close() {
    tls.ifPresent(ServerTls::close);
  }
}
