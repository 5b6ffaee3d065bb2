package io.bentoform.provider.rpc;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.proto.TfPlugin6.PlanResourceChange;
import io.bentoform.provider.resource.Planned;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.schema.Schema;

/** Plans changes: create, update, destroy. */
final class PlanHandler {

  private PlanHandler() {}

  static PlanResourceChange.Response plan(Host host, PlanResourceChange.Request request) {
    Resource resource = host.resource(request.getTypeName());
    Schema schema = resource.schema();
    Value prior = ValueWire.decode(request.getPriorState(), schema);
    Value proposed = ValueWire.decode(request.getProposedNewState(), schema);
    Value.Fields config = ValueWire.object(request.getConfig(), schema);
    PrivateState kept = PrivateState.decode(request.getPriorPrivate().toByteArray());
    if (!(proposed instanceof Value.Fields wanted)) {
      PlanResourceChange.Response.Builder answer = destroy(resource, prior, kept);
      if (request.hasPriorIdentity()) {
        answer.setPlannedIdentity(request.getPriorIdentity());
      }
      return answer.build();
    }
    Planned planned =
        prior instanceof Value.Fields object
            ? resource.planUpdate(new Stored(object, kept), wanted, config)
            : resource.planCreate(wanted, config, kept);
    PlanResourceChange.Response.Builder answer =
        PlanResourceChange.Response.newBuilder()
            .setPlannedState(ValueWire.stored(planned.state(), schema))
            .setPlannedPrivate(ByteString.copyFrom(planned.privateState().encode()))
            .addAllDiagnostics(DiagnosticWire.encode(planned.diagnostics()));
    Deferral.of(host, request.getClientCapabilities()).ifPresent(answer::setDeferred);
    IdentityHandler.planned(resource, planned.state()).ifPresent(answer::setPlannedIdentity);
    planned
        .requiresReplace()
        .forEach(path -> answer.addRequiresReplace(DiagnosticWire.encode(path)));
    return answer.build();
  }

  private static PlanResourceChange.Response.Builder destroy(
      Resource resource, Value prior, PrivateState kept) {
    PlanResourceChange.Response.Builder answer =
        PlanResourceChange.Response.newBuilder()
            .setPlannedState(ValueWire.nothing(resource.schema()))
            .setPlannedPrivate(ByteString.copyFrom(kept.encode()));
    if (prior instanceof Value.Fields object) {
      answer.addAllDiagnostics(
          DiagnosticWire.encode(resource.planDestroy(new Stored(object, kept))));
    }
    return answer;
  }
}
