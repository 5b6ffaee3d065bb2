package io.bentoform.api.engine.local;

import io.bentoform.api.engine.local.log.LogLimits;
import io.bentoform.api.engine.local.sandbox.Sandbox;
import io.bentoform.api.gateway.GatewaySettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * The settings of a {@link LocalEngine}.
 *
 * @param root folder of its state, unpacked bentos, environments and logs; one engine at a time
 * @param cache folder of downloaded packages and of {@code uv}; several engines may share it, and
 *     without a sandbox an environment costs almost no disk on the file system of {@code root}
 * @param bindAddress where the gateways listen
 * @param endpoints the addresses of deployments
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
  public static LocalSettings in(Path root) {
    return new LocalSettings(
        root,
        root.resolve("cache"),
        "127.0.0.1",
        Endpoints.LOOPBACK,
        Duration.ofSeconds(180),
        Duration.ofSeconds(10),
        Duration.ofMinutes(30),
        "python3",
        LogLimits.DEFAULT,
        OptionalInt.empty(),
        Sandbox.none());
  }

  GatewaySettings gateway() throws UnknownHostException {
    GatewaySettings ports = GatewaySettings.at(InetAddress.getByName(bindAddress));
    return endpoints.hostNames().map(ports::with).orElse(ports);
  }

  LocalSettings withGpus(int value) {
    return new LocalSettings(
        root,
        cache,
        bindAddress,
        endpoints,
        readinessTimeout,
        gracefulStop,
        buildTimeout,
        python,
        logs,
        OptionalInt.of(value),
        sandbox);
  }

  LocalSettings withEndpoints(Endpoints value) {
    return new LocalSettings(
        root,
        cache,
        bindAddress,
        value,
        readinessTimeout,
        gracefulStop,
        buildTimeout,
        python,
        logs,
        gpus,
        sandbox);
  }

  public LocalSettings withCache(Path value) {
    return new LocalSettings(
        root,
        value,
        bindAddress,
        endpoints,
        readinessTimeout,
        gracefulStop,
        buildTimeout,
        python,
        logs,
        gpus,
        sandbox);
  }

  public LocalSettings withReadinessTimeout(Duration value) {
    return new LocalSettings(
        root,
        cache,
        bindAddress,
        endpoints,
        value,
        gracefulStop,
        buildTimeout,
        python,
        logs,
        gpus,
        sandbox);
  }

  public LocalSettings withGracefulStop(Duration value) {
    return new LocalSettings(
        root,
        cache,
        bindAddress,
        endpoints,
        readinessTimeout,
        value,
        buildTimeout,
        python,
        logs,
        gpus,
        sandbox);
  }

  public LocalSettings withLogs(LogLimits value) {
    return new LocalSettings(
        root,
        cache,
        bindAddress,
        endpoints,
        readinessTimeout,
        gracefulStop,
        buildTimeout,
        python,
        value,
        gpus,
        sandbox);
  }

  public LocalSettings withSandbox(Sandbox value) {
    return new LocalSettings(
        root,
        cache,
        bindAddress,
        endpoints,
        readinessTimeout,
        gracefulStop,
        buildTimeout,
        python,
        logs,
        gpus,
        value);
  }
}
