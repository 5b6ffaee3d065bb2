package io.bentoform.api;

import static io.bentoform.api.access.Scope.PROTECTED_ENDPOINT_ACCESS;

import io.bentoform.api.access.Access;
import io.bentoform.api.engine.Engine;
import io.bentoform.api.engine.EventSink;
import io.bentoform.api.engine.NoEngine;
import io.bentoform.api.engine.endpoint.Endpoints;
import io.bentoform.api.engine.local.LocalEngine;
import io.bentoform.api.engine.local.LocalSettings;
import io.bentoform.api.engine.local.sandbox.Sandbox;
import io.bentoform.api.files.Trash;
import io.bentoform.api.gateway.EndpointGuard;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;

/**
 * Opens the engine of the machine of a server.
 *
 * @param certificate of the endpoints of deployments; empty for HTTP
 */
record EngineFactory(Settings settings, Optional<X509KeyManager> certificate) {

  /** The engine of this machine. */
  Engine open(Access guard, Trash trash, EventSink events) {
    return switch (settings.engine()) {
      case LOCAL -> new LocalEngine(engineSettings(sandbox()), endpointGuard(guard), trash, events);
      case NONE, KUBERNETES -> new NoEngine();
    };
  }

  private Sandbox sandbox() {
    try {
      return Sandbox.choose(
          settings.isolation(),
          System.getenv().getOrDefault("PATH", ""),
          settings.data(),
          Sandbox.isRoot());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while bubblewrap was tried", e);
    }
  }

  static EndpointGuard endpointGuard(Access access) {
    return token -> access.allows(token, PROTECTED_ENDPOINT_ACCESS);
  }

  private LocalSettings engineSettings(Sandbox sandbox) {
    return LocalSettings.in(settings.data().resolve("engine"))
        .cache(settings.engineCache())
        .endpoints(
            settings.host(),
            new Endpoints(
                settings.publicHost(), settings.endpointPorts(), settings.endpointNames()))
        .certificate(certificate)
        .readinessTimeout(settings.readinessTimeout())
        .python(settings.python())
        .logs(settings.logLimits())
        .gpus(settings.gpus())
        .sandbox(sandbox)
        .build();
  }
}
