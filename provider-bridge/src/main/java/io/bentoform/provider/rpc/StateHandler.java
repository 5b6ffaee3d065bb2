package io.bentoform.provider.rpc;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.proto.TfPlugin6.Deferred;
import io.bentoform.provider.proto.TfPlugin6.ImportResourceState;
import io.bentoform.provider.proto.TfPlugin6.MoveResourceState;
import io.bentoform.provider.proto.TfPlugin6.ReadResource;
import io.bentoform.provider.proto.TfPlugin6.UpgradeResourceState;
import io.bentoform.provider.resource.Identified;
import io.bentoform.provider.resource.Moves;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.ReadLimit;
import io.bentoform.provider.resource.ReadOutcome;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.resource.Upgrades;
import java.util.Optional;

/** Upgrades, moves, refreshes and imports state. */
final class StateHandler {

  private StateHandler() {}

  /** Called for each stored object, even when its schema version is the current one. */
  static UpgradeResourceState.Response upgrade(Host host, UpgradeResourceState.Request request) {
    Resource resource = host.resource(request.getTypeName());
    JsonObject stored = StoredJson.object(request.getRawState());
    JsonObject current =
        request.getVersion() == resource.schema().version()
            ? stored
            : upgrade(resource, request.getVersion(), stored);
    Value.Fields state =
        (Value.Fields) JsonCodec.decode(Json.write(current.members()), resource.schema().type());
    return UpgradeResourceState.Response.newBuilder()
        .setUpgradedState(ValueWire.stored(state, resource.schema()))
        .build();
  }

  private static JsonObject upgrade(Resource resource, long version, JsonObject stored) {
    if (resource instanceof Upgrades upgrades && version < resource.schema().version()) {
      return upgrades.upgrade(version, stored);
    }
    throw new DiagnosticException(
        Diagnostic.error(
            "Unsupported state version",
            "The state of "
                + resource.typeName()
                + " has schema version "
                + version
                + ", which this provider does not support. Use the provider version that wrote"
                + " it."));
  }

  /** Called for a {@code moved} block whose addresses differ in resource type or provider. */
  static MoveResourceState.Response move(Host host, MoveResourceState.Request request) {
    Resource resource = host.resource(request.getTargetTypeName());
    Optional<Stored> moved =
        resource instanceof Moves moves ? moves.move(source(request)) : Optional.empty();
    Stored stored =
        moved.orElseThrow(
            () ->
                new DiagnosticException(
                    Diagnostic.error(
                        "Moving between resource types is not supported",
                        "An object of the type "
                            + request.getSourceTypeName()
                            + " of the provider "
                            + request.getSourceProviderAddress()
                            + " cannot be moved to "
                            + request.getTargetTypeName()
                            + ". Import the object.")));
    MoveResourceState.Response.Builder answer =
        MoveResourceState.Response.newBuilder()
            .setTargetState(ValueWire.stored(stored.state(), resource.schema()))
            .setTargetPrivate(ByteString.copyFrom(stored.privateState().encode()));
    IdentityHandler.of(resource, stored.state()).ifPresent(answer::setTargetIdentity);
    return answer.build();
  }

  private static Moves.Source source(MoveResourceState.Request request) {
    return new Moves.Source(
        request.getSourceProviderAddress(),
        request.getSourceTypeName(),
        request.getSourceSchemaVersion(),
        StoredJson.object(request.getSourceState()),
        PrivateState.decode(request.getSourcePrivate().toByteArray()),
        request.hasSourceIdentity()
            ? StoredJson.object(request.getSourceIdentity())
            : JsonObject.EMPTY);
  }

  static ReadResource.Response read(Host host, ReadResource.Request request) {
    Resource resource = host.resource(request.getTypeName());
    Value.Fields state = ValueWire.object(request.getCurrentState(), resource.schema());
    PrivateState kept = PrivateState.decode(request.getPrivate().toByteArray());
    ReadResource.Response.Builder answer = ReadResource.Response.newBuilder();
    Deferral.of(host, request.getClientCapabilities()).ifPresent(answer::setDeferred);
    Stored current = new Stored(state, kept);
    return switch (ReadLimit.within(resource, state, () -> resource.read(current))) {
      case ReadOutcome.Gone(var warnings) ->
          answer
              .setNewState(ValueWire.nothing(resource.schema()))
              .addAllDiagnostics(DiagnosticWire.encode(warnings))
              .build();
      case ReadOutcome.Found(Stored stored, var warnings) -> {
        IdentityHandler.of(resource, stored.state()).ifPresent(answer::setNewIdentity);
        yield answer
            .setNewState(ValueWire.stored(stored.state(), resource.schema()))
            .setPrivate(ByteString.copyFrom(stored.privateState().encode()))
            .addAllDiagnostics(DiagnosticWire.encode(warnings))
            .build();
      }
    };
  }

  static ImportResourceState.Response importState(Host host, ImportResourceState.Request request) {
    Resource resource = host.resource(request.getTypeName());
    Optional<Deferred> deferred = Deferral.of(host, request.getClientCapabilities());
    if (deferred.isPresent()) {
      return ImportResourceState.Response.newBuilder().setDeferred(deferred.get()).build();
    }
    Stored stored = imported(resource, request);
    ImportResourceState.ImportedResource.Builder object =
        ImportResourceState.ImportedResource.newBuilder()
            .setTypeName(request.getTypeName())
            .setState(ValueWire.stored(stored.state(), resource.schema()))
            .setPrivate(ByteString.copyFrom(stored.privateState().encode()));
    IdentityHandler.of(resource, stored.state()).ifPresent(object::setIdentity);
    return ImportResourceState.Response.newBuilder().addImportedResources(object).build();
  }

  /** The host sends either an id or an identity. */
  private static Stored imported(Resource resource, ImportResourceState.Request request) {
    if (!request.hasIdentity()) {
      return resource.importById(request.getId());
    }
    if (resource instanceof Identified identified) {
      return identified.importByIdentity(
          IdentityHandler.forImport(identified, request.getIdentity()));
    }
    throw new DiagnosticException(IdentityHandler.noIdentity(resource));
  }
}
