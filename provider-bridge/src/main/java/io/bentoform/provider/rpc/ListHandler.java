package io.bentoform.provider.rpc;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.proto.TfPlugin6;
import io.bentoform.provider.proto.TfPlugin6.GenerateResourceConfig;
import io.bentoform.provider.proto.TfPlugin6.ListResource;
import io.bentoform.provider.proto.TfPlugin6.ValidateListResourceConfig;
import io.bentoform.provider.resource.Lists;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.schema.ConfigCheck;
import io.bentoform.provider.schema.Schema;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Lists objects, and generates the configuration of one. */
final class ListHandler {

  private ListHandler() {}

  private static Lists listed(Host host, String typeName) {
    if (host.resource(typeName) instanceof Lists lists) {
      return lists;
    }
    throw new DiagnosticException(
        Diagnostic.error(
            "Objects of this type cannot be listed",
            "The type " + typeName + " has no list resource."));
  }

  static ValidateListResourceConfig.Response validate(
      Host host, ValidateListResourceConfig.Request request) {
    Schema schema = listed(host, request.getTypeName()).listSchema();
    List<Diagnostic> found =
        ConfigCheck.run(schema, ValueWire.object(request.getConfig(), schema), true);
    return ValidateListResourceConfig.Response.newBuilder()
        .addAllDiagnostics(DiagnosticWire.encode(found))
        .build();
  }

  /** One event for each object, until there is no more, or the host wants no more. */
  static void list(
      Host host, ListResource.Request request, Calls.Events<ListResource.Event> events) {
    Resource resource = host.resource(request.getTypeName());
    Lists lists = listed(host, request.getTypeName());
    Value.Fields config = ValueWire.object(request.getConfig(), lists.listSchema());
    AtomicLong left = new AtomicLong(request.getLimit() > 0 ? request.getLimit() : Long.MAX_VALUE);
    lists.list(
        config,
        found -> events.send(event(resource, found, request)) && left.decrementAndGet() > 0);
  }

  private static ListResource.Event event(
      Resource resource, Lists.Listed found, ListResource.Request request) {
    ListResource.Event.Builder event =
        ListResource.Event.newBuilder().setDisplayName(found.displayName());
    IdentityHandler.of(resource, found.state()).ifPresent(event::setIdentity);
    if (request.getIncludeResourceObject()) {
      event.setResourceObject(ValueWire.stored(found.state(), resource.schema()));
    }
    return event.build();
  }

  static ListResource.Event failed(List<TfPlugin6.Diagnostic> found) {
    return ListResource.Event.newBuilder().addAllDiagnostic(found).build();
  }

  /** The configuration of an object: what a user would write, without what follows by itself. */
  static GenerateResourceConfig.Response generate(
      Host host, GenerateResourceConfig.Request request) {
    Schema schema = host.resource(request.getTypeName()).schema();
    Value.Fields state = ValueWire.object(request.getState(), schema);
    return GenerateResourceConfig.Response.newBuilder()
        .setConfig(ValueWire.stored(schema.configuration(state), schema))
        .build();
  }
}
