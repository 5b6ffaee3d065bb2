package io.bentoform.provider.rpc;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.proto.TfPlugin6;
import io.bentoform.provider.proto.TfPlugin6.InvokeAction;
import io.bentoform.provider.proto.TfPlugin6.PlanAction;
import io.bentoform.provider.resource.Action;
import java.util.List;

/** Plans and runs actions. */
final class ActionHandler {

  private ActionHandler() {}

  static PlanAction.Response plan(Host host, PlanAction.Request request) {
    Action action = host.action(request.getActionType());
    PlanAction.Response.Builder answer = PlanAction.Response.newBuilder();
    Deferral.of(host, request.getClientCapabilities()).ifPresent(answer::setDeferred);
    return answer
        .addAllDiagnostics(
            DiagnosticWire.encode(
                action.plan(ValueWire.object(request.getConfig(), action.schema()))))
        .build();
  }

  /** Sends any number of progress events, then exactly one that it is completed. */
  static void invoke(
      Host host, InvokeAction.Request request, Calls.Events<InvokeAction.Event> events) {
    Action action = host.action(request.getActionType());
    Value.Fields config = ValueWire.object(request.getConfig(), action.schema());
    List<Diagnostic> found =
        action.invoke(config, message -> events.send(progress(message)), host.cancellation());
    events.send(completed(DiagnosticWire.encode(found)));
  }

  private static InvokeAction.Event progress(String message) {
    return InvokeAction.Event.newBuilder()
        .setProgress(InvokeAction.Event.Progress.newBuilder().setMessage(message))
        .build();
  }

  static InvokeAction.Event completed(List<TfPlugin6.Diagnostic> found) {
    return InvokeAction.Event.newBuilder()
        .setCompleted(InvokeAction.Event.Completed.newBuilder().addAllDiagnostics(found))
        .build();
  }
}
