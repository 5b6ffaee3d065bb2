package io.bentoform.api.engine.local;

import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.engine.local.log.LogLimits;
import io.bentoform.api.engine.local.sandbox.Sandbox;
import io.bentoform.api.gateway.GatewaySettings;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.X509KeyManager;

/**
 * The settings of a {@link LocalEngine}.
 *
 * @param root folder of its state, unpacked bentos, environments and logs; one engine at a time
 * @param cache folder of downloaded packages and of {@code uv}; several engines may share it, and
 *     without a sandbox an environment costs almost no disk on the file system of {@code root}
 * @param bindAddress where the gateways listen
 * @param endpoints the addresses of deployments
 * @param certificate of the gateway; empty for plain HTTP. Calls between services are always plain:
 *     they go through sockets of the file system
 * @param readinessTimeout how long a replica may take to become ready
 * @param gracefulStop how long a replica may finish its requests before it is killed
 * @param buildTimeout how long the build of an environment may take
 * @param python command of the Python that is used where a bento's own version is not installed
 * @param logs how much of the output of each build and replica is kept
 * @param gpus how many GPUs replicas may use; empty for all that the machine has
 * @param sandbox keeps what runs apart
 */
public record LocalSettings(
    Path root,
    Path cache,
    String bindAddress,
    Endpoints endpoints,
    Optional<X509KeyManager> certificate,
    Duration readinessTimeout,
    Duration gracefulStop,
    Duration buildTimeout,
    String python,
    LogLimits logs,
    OptionalInt gpus,
    Sandbox sandbox) {

  public LocalSettings {
    root = root.toAbsolutePath().normalize();
    cache = cache.toAbsolutePath().normalize();
  }

  /** Everything below one folder, on loopback, with the default times. */
  public static Builder in(Path root) {
    return new Builder(root);
  }

  GatewaySettings gateway() throws UnknownHostException {
    GatewaySettings plain = GatewaySettings.at(InetAddress.getByName(bindAddress));
    GatewaySettings ports = certificate.map(plain::with).orElse(plain);
    return endpoints.hostNames().map(ports::with).orElse(ports);
  }

  /** The address of a deployment. */
  URI url(String deployment, int port) {
    return endpoints.url(certificate.isPresent(), deployment, port);
  }

  /** Settings that differ from the defaults. */
  public static final class Builder {
    private final Path root;
    private Path cache;
    private String bindAddress = "127.0.0.1";
    private Endpoints endpoints = Endpoints.LOOPBACK;
    private Optional<X509KeyManager> certificate = Optional.empty();
    private Duration readinessTimeout = Duration.ofMinutes(3);
    private Duration gracefulStop = Duration.ofSeconds(10);
    private String python = "python3";
    private LogLimits logs = LogLimits.DEFAULT;
    private OptionalInt gpus = OptionalInt.empty();
    private Sandbox sandbox = Sandbox.none();

    private Builder(Path root) {
      this.root = root;
      this.cache = root.resolve("cache");
    }

    public Builder cache(Path value) {
      cache = value;
      return this;
    }

    /** Where the gateway listens, and the addresses that it gives. */
    public Builder endpoints(String address, Endpoints value) {
      bindAddress = address;
      endpoints = value;
      return this;
    }

    public Builder certificate(Optional<X509KeyManager> value) {
      certificate = value;
      return this;
    }

    public Builder readinessTimeout(Duration value) {
      readinessTimeout = value;
      return this;
    }

    public Builder gracefulStop(Duration value) {
      gracefulStop = value;
      return this;
    }

    public Builder python(String command) {
      python = command;
      return this;
    }

    public Builder logs(LogLimits value) {
      logs = value;
      return this;
    }

    public Builder gpus(OptionalInt number) {
      gpus = number;
      return this;
    }

    public Builder sandbox(Sandbox value) {
      sandbox = value;
      return this;
    }

    public LocalSettings build() {
      return new LocalSettings(
          root,
          cache,
          bindAddress,
          endpoints,
          certificate,
          readinessTimeout,
          gracefulStop,
          Duration.ofMinutes(30),
          python,
          logs,
          gpus,
          sandbox);
    }
  }
}
