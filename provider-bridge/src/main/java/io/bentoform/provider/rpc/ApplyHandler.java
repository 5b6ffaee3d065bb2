package io.bentoform.provider.rpc;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.proto.TfPlugin6.ApplyResourceChange;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Applies changes: create, update, delete. */
final class ApplyHandler {

  private ApplyHandler() {}

  static ApplyResourceChange.Response apply(Host host, ApplyResourceChange.Request request) {
    Resource resource = host.resource(request.getTypeName());
    Schema schema = resource.schema();
    Value prior = ValueWire.decode(request.getPriorState(), schema);
    Value planned = ValueWire.decode(request.getPlannedState(), schema);
    Value.Fields config = ValueWire.object(request.getConfig(), schema);
    PrivateState kept = PrivateState.decode(request.getPlannedPrivate().toByteArray());
    if (!(planned instanceof Value.Fields wanted)) {
      return delete(host, resource, prior, kept);
    }
    Stored goal = new Stored(wanted, kept);
    ApplyOutcome outcome =
        prior instanceof Value.Fields object
            ? resource.update(new Stored(object, kept), goal, config, host.cancellation())
            : resource.create(goal, config, host.cancellation());
    return switch (outcome) {
      case ApplyOutcome.Done(Stored stored, List<Diagnostic> warnings) ->
          answer(resource, stored, warnings);
      case ApplyOutcome.Failed(Stored best, List<Diagnostic> diagnostics) when best != null ->
          answer(resource, best, diagnostics);
      case ApplyOutcome.Failed(var ignored, List<Diagnostic> diagnostics) -> failed(diagnostics);
    };
  }

  private static ApplyResourceChange.Response delete(
      Host host, Resource resource, Value prior, PrivateState kept) {
    if (!(prior instanceof Value.Fields object)) {
      return failed(List.of());
    }
    List<Diagnostic> found = resource.delete(new Stored(object, kept), host.cancellation());
    if (found.stream().anyMatch(Diagnostic::isError)) {
      return answer(resource, new Stored(object, kept), found);
    }
    return ApplyResourceChange.Response.newBuilder()
        .setNewState(ValueWire.nothing(resource.schema()))
        .addAllDiagnostics(DiagnosticWire.encode(found))
        .build();
  }

  private static ApplyResourceChange.Response answer(
      Resource resource, Stored stored, List<Diagnostic> diagnostics) {
    boolean failed = diagnostics.stream().anyMatch(Diagnostic::isError);
    Value.Fields state = failed ? withoutUnknown(stored.state()) : stored.state();
    ApplyResourceChange.Response.Builder answer =
        ApplyResourceChange.Response.newBuilder()
            .setNewState(ValueWire.stored(state, resource.schema()))
            .setPrivate(ByteString.copyFrom(stored.privateState().encode()))
            .addAllDiagnostics(DiagnosticWire.encode(diagnostics));
    IdentityHandler.of(resource, state).ifPresent(answer::setNewIdentity);
    return answer.build();
  }

  /**
   * State cannot contain unknown values: attributes still unknown after a failure are stored as
   * null.
   */
  private static Value.Fields withoutUnknown(Value.Fields object) {
    Map<String, Value> entries = new TreeMap<>();
    object
        .entries()
        .forEach(
            (name, value) -> entries.put(name, value.isWhollyKnown() ? value : Value.ofNull()));
    return new Value.Fields(entries);
  }

  private static ApplyResourceChange.Response failed(List<Diagnostic> diagnostics) {
    return ApplyResourceChange.Response.newBuilder()
        .addAllDiagnostics(DiagnosticWire.encode(diagnostics))
        .build();
  }
}
