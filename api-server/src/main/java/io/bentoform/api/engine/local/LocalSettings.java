package io.bentoform.api.engine.local;

import io.bentoform.api.engine.local.log.LogLimits;
import io.bentoform.api.engine.local.sandbox.Sandbox;
import io.bentoform.api.gateway.GatewaySettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of a {@link LocalEngine}.
 *
 * @param root folder of its state, unpacked bentos, environments and logs; one engine at a time
 * @param cache folder of downloaded packages and of {@code uv}; several engines may share it, and
 *     without a sandbox an environment costs almost no disk on the file system of {@code root}
 * @param bindAddress where the gateways listen
 * @param publicHost host in the stable URLs; the bind address unless that is a wildcard
 * @param endpointPorts the ports of deployments
 * @param readinessTimeout how long a replica may take to become ready
 * @param gracefulStop how long a replica may finish its requests before it is killed
 * @param buildTimeout how long the build of an environment may take
 * @param python command of the Python that is used where a bento's own version is not installed
 * @param logs how much of the output of each build and replica is kept
 * @param sandbox keeps what runs apart
 */
public record LocalSettings(
    Path root,
    Path cache,
    String bindAddress,
    String publicHost,
    EndpointPorts endpointPorts,
    Duration readinessTimeout,
    Duration gracefulStop,
    Duration buildTimeout,
    String python,
    LogLimits logs,
    Sandbox sandbox) {

  public LocalSettings {
    root = root.toAbsolutePath().normalize();
    cache = cache.toAbsolutePath().normalize();
  }

  /** Everything below one folder, on loopback, with the default times. */
  public static LocalSettings in(Path root) {
    return new LocalSettings(
        root,
        root.resolve("cache"),
        "127.0.0.1",
        "127.0.0.1",
        EndpointPorts.DEFAULT,
        Duration.ofSeconds(180),
        Duration.ofSeconds(10),
        Duration.ofMinutes(30),
        "python3",
        LogLimits.DEFAULT,
        Sandbox.none());
  }

  GatewaySettings gateway() throws UnknownHostException {
    return GatewaySettings.at(InetAddress.getByName(bindAddress));
  }

  public LocalSettings withCache(Path value) {
    return new LocalSettings(
        root,
        value,
        bindAddress,
        publicHost,
        endpointPorts,
        readinessTimeout,
        gracefulStop,
        buildTimeout,
        python,
        logs,
        sandbox);
  }

  public LocalSettings withReadinessTimeout(Duration value) {
    return new LocalSettings(
        root,
        cache,
        bindAddress,
        publicHost,
        endpointPorts,
        value,
        gracefulStop,
        buildTimeout,
        python,
        logs,
        sandbox);
  }

  public LocalSettings withGracefulStop(Duration value) {
    return new LocalSettings(
        root,
        cache,
        bindAddress,
        publicHost,
        endpointPorts,
        readinessTimeout,
        value,
        buildTimeout,
        python,
        logs,
        sandbox);
  }

  public LocalSettings withLogs(LogLimits value) {
    return new LocalSettings(
        root,
        cache,
        bindAddress,
        publicHost,
        endpointPorts,
        readinessTimeout,
        gracefulStop,
        buildTimeout,
        python,
        value,
        sandbox);
  }

  public LocalSettings withSandbox(Sandbox value) {
    return new LocalSettings(
        root,
        cache,
        bindAddress,
        publicHost,
        endpointPorts,
        readinessTimeout,
        gracefulStop,
        buildTimeout,
        python,
        logs,
        value);
  }
}
