package io.bentoform.provider.rpc;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.proto.TfPlugin6.Deferred;
import io.bentoform.provider.proto.TfPlugin6.ImportResourceState;
import io.bentoform.provider.proto.TfPlugin6.ReadResource;
import io.bentoform.provider.proto.TfPlugin6.UpgradeResourceState;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.ReadOutcome;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.resource.Stored;
import java.util.Optional;

/** Upgrades, refreshes and imports state. */
final class StateHandler {

  private StateHandler() {}

  /** Called for each stored object, even when its schema version is the current one. */
  static UpgradeResourceState.Response upgrade(Host host, UpgradeResourceState.Request request) {
    Resource resource = host.resource(request.getTypeName());
    if (request.getVersion() != resource.schema().version()) {
      throw new DiagnosticException(
          Diagnostic.error(
              "Unsupported state version",
              "The state of "
                  + request.getTypeName()
                  + " has schema version "
                  + request.getVersion()
                  + ", which this provider does not support. Use the provider version that wrote"
                  + " it."));
    }
    if (request.getRawState().getJson().isEmpty()) {
      throw new DiagnosticException(
          Diagnostic.error(
              "Unsupported state format",
              "The state was written by Terraform 0.11 or earlier. Import the object instead."));
    }
    Value state =
        JsonCodec.decode(request.getRawState().getJson().toStringUtf8(), resource.schema().type());
    if (!(state instanceof Value.Fields object)) {
      throw new DiagnosticException(
          Diagnostic.error("Empty state", "The stored state of the object is null."));
    }
    return UpgradeResourceState.Response.newBuilder()
        .setUpgradedState(ValueWire.stored(object, resource.schema()))
        .build();
  }

  static ReadResource.Response read(Host host, ReadResource.Request request) {
    Resource resource = host.resource(request.getTypeName());
    Value.Fields state = ValueWire.object(request.getCurrentState(), resource.schema());
    PrivateState kept = PrivateState.decode(request.getPrivate().toByteArray());
    ReadResource.Response.Builder answer = ReadResource.Response.newBuilder();
    Deferral.of(host, request.getClientCapabilities()).ifPresent(answer::setDeferred);
    return switch (resource.read(new Stored(state, kept))) {
      case ReadOutcome.Gone(var warnings) ->
          answer
              .setNewState(ValueWire.nothing(resource.schema()))
              .addAllDiagnostics(DiagnosticWire.encode(warnings))
              .build();
      case ReadOutcome.Found(Stored stored, var warnings) ->
          answer
              .setNewState(ValueWire.stored(stored.state(), resource.schema()))
              .setPrivate(ByteString.copyFrom(stored.privateState().encode()))
              .addAllDiagnostics(DiagnosticWire.encode(warnings))
              .build();
    };
  }

  static ImportResourceState.Response importState(Host host, ImportResourceState.Request request) {
    Resource resource = host.resource(request.getTypeName());
    Optional<Deferred> deferred = Deferral.of(host, request.getClientCapabilities());
    if (deferred.isPresent()) {
      return ImportResourceState.Response.newBuilder().setDeferred(deferred.get()).build();
    }
    Stored stored = resource.importById(request.getId());
    return ImportResourceState.Response.newBuilder()
        .addImportedResources(
            ImportResourceState.ImportedResource.newBuilder()
                .setTypeName(request.getTypeName())
                .setState(ValueWire.stored(stored.state(), resource.schema()))
                .setPrivate(ByteString.copyFrom(stored.privateState().encode())))
        .build();
  }
}
