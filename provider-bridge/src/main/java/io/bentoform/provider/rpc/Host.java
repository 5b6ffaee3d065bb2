package io.bentoform.provider.rpc;

import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.Session;
import io.bentoform.provider.resource.Action;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.DataSource;
import io.bentoform.provider.resource.EphemeralResource;
import io.bentoform.provider.resource.ObjectType;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.resource.ProviderFunction;
import io.bentoform.provider.resource.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The provider instance of one host, what it offers by name, and its cancellation. */
final class Host {

  private final Provider provider;
  private final Map<String, Resource> resources;
  private final Map<String, DataSource> dataSources;
  private final Map<String, EphemeralResource> ephemeralResources;
  private final Map<String, Action> actions;
  private final Map<String, ProviderFunction> functions = new HashMap<>();
  private final Log log;
  private volatile Cancellation cancellation = new Cancellation();

  Host(Session session, ProviderFactory factory) {
    this.log = session.log();
    this.provider = factory.create(session.environment(), log);
    this.resources = byName(provider.resources());
    this.dataSources = byName(provider.dataSources());
    this.ephemeralResources = byName(provider.ephemeralResources());
    this.actions = byName(provider.actions());
    provider.functions().forEach(each -> functions.put(each.name(), each));
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

  private static <T extends ObjectType> Map<String, T> byName(List<T> types) {
    Map<String, T> map = new HashMap<>();
    types.forEach(type -> map.put(type.typeName(), type));
    return map;
  }

  Resource resource(String typeName) {
    return find(resources, "resource type", typeName);
  }

  DataSource dataSource(String typeName) {
    return find(dataSources, "data source", typeName);
  }

  EphemeralResource ephemeralResource(String typeName) {
    return find(ephemeralResources, "ephemeral resource type", typeName);
  }

  Action action(String typeName) {
    return find(actions, "action type", typeName);
  }

  ProviderFunction function(String name) {
    return find(functions, "function", name);
  }

  private static <T> T find(Map<String, T> known, String kind, String name) {
    T found = known.get(name);
    if (found == null) {
      throw new DiagnosticException(
          Diagnostic.error(
              "Unknown " + kind, "This provider has no " + kind + " \"" + name + "\"."));
    }
    return found;
  }
}
