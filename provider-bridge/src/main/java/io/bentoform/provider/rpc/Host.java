package io.bentoform.provider.rpc;

import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.Session;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.resource.Resource;
import java.util.HashMap;
import java.util.Map;

/** The provider instance of one host, with its resources and its cancellation. */
final class Host {

  private final Provider provider;
  private final Map<String, Resource> resources = new HashMap<>();
  private final Log log;
  private volatile Cancellation cancellation = new Cancellation();

  Host(Session session, ProviderFactory factory) {
    this.log = session.log();
    this.provider = factory.create(session.environment(), log);
    provider.resources().forEach(resource -> resources.put(resource.typeName(), resource));
    session.onEnd(this::stop);
  }

  Provider provider() {
    return provider;
  }

  Log log() {
    return log;
  }

  Cancellation cancellation() {
    return cancellation;
  }

  void stop() {
    cancellation.stop();
    provider.stop();
  }

  /**
   * Starts a new run: each configuration, such as that of a reattached process, resets the
   * cancellation.
   */
  void startRun() {
    cancellation = new Cancellation();
  }

  Resource resource(String typeName) {
    Resource resource = resources.get(typeName);
    if (resource == null) {
      throw new DiagnosticException(
          Diagnostic.error(
              "Unknown resource type", "This provider has no resource type \"" + typeName + "\"."));
    }
    return resource;
  }
}
