package io.bentoform.provider.rpc;

import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.log.Log;
import io.bentoform.provider.plugin.Session;
import io.bentoform.provider.proto.ProviderGrpc;
import io.bentoform.provider.proto.TfPlugin6.ApplyResourceChange;
import io.bentoform.provider.proto.TfPlugin6.ConfigureProvider;
import io.bentoform.provider.proto.TfPlugin6.GetFunctions;
import io.bentoform.provider.proto.TfPlugin6.GetMetadata;
import io.bentoform.provider.proto.TfPlugin6.GetProviderSchema;
import io.bentoform.provider.proto.TfPlugin6.GetResourceIdentitySchemas;
import io.bentoform.provider.proto.TfPlugin6.ImportResourceState;
import io.bentoform.provider.proto.TfPlugin6.MoveResourceState;
import io.bentoform.provider.proto.TfPlugin6.PlanResourceChange;
import io.bentoform.provider.proto.TfPlugin6.ReadResource;
import io.bentoform.provider.proto.TfPlugin6.StopProvider;
import io.bentoform.provider.proto.TfPlugin6.UpgradeResourceIdentity;
import io.bentoform.provider.proto.TfPlugin6.UpgradeResourceState;
import io.bentoform.provider.proto.TfPlugin6.ValidateProviderConfig;
import io.bentoform.provider.proto.TfPlugin6.ValidateResourceConfig;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.Function;

/**
 * The service {@code tfplugin6.Provider}. Each call looks up the host of its connection and runs
 * one handler. Every exception becomes a diagnostic, so that no call fails with a bare gRPC status
 * and no exception message can leak a value. RPCs that are not overridden return UNIMPLEMENTED.
 */
public final class ProviderService extends ProviderGrpc.ProviderImplBase {

  private final ProviderFactory factory;

  public ProviderService(ProviderFactory factory) {
    this.factory = factory;
  }

  private <A> void answer(
      StreamObserver<A> out,
      String call,
      Function<Host, A> handler,
      Function<List<Diagnostic>, A> onFailure) {
    Session session = Session.current();
    session.callStarted();
    try {
      long start = System.nanoTime();
      A answer = attempt(session, call, handler, onFailure);
      trace(session.log(), call, start);
      out.onNext(answer);
      out.onCompleted();
    } finally {
      session.callEnded();
    }
  }

  private <A> A attempt(
      Session session,
      String call,
      Function<Host, A> handler,
      Function<List<Diagnostic>, A> onFailure) {
    try {
      return handler.apply(session.attachment(Host.class, each -> new Host(each, factory)));
    } catch (DiagnosticException e) {
      return onFailure.apply(e.diagnostics());
    } catch (Throwable e) {
      return onFailure.apply(List.of(Fault.describe(session.log(), call, e)));
    }
  }

  private static void trace(Log log, String call, long start) {
    if (log.isOn(Log.Level.DEBUG)) {
      long milliseconds = (System.nanoTime() - start) / 1_000_000;
      log.debug(
          "call completed", "tf_rpc", call, "tf_req_duration_ms", Long.toString(milliseconds));
    }
  }

  @Override
  public void getMetadata(GetMetadata.Request request, StreamObserver<GetMetadata.Response> out) {
    answer(
        out,
        "GetMetadata",
        SchemaHandler::metadata,
        found ->
            GetMetadata.Response.newBuilder()
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }

  @Override
  public void getProviderSchema(
      GetProviderSchema.Request request, StreamObserver<GetProviderSchema.Response> out) {
    answer(
        out,
        "GetProviderSchema",
        SchemaHandler::schema,
        found ->
            GetProviderSchema.Response.newBuilder()
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }

  @Override
  public void getResourceIdentitySchemas(
      GetResourceIdentitySchemas.Request request,
      StreamObserver<GetResourceIdentitySchemas.Response> out) {
    answer(
        out,
        "GetResourceIdentitySchemas",
        IdentityHandler::schemas,
        found ->
            GetResourceIdentitySchemas.Response.newBuilder()
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }

  @Override
  public void getFunctions(
      GetFunctions.Request request, StreamObserver<GetFunctions.Response> out) {
    out.onNext(GetFunctions.Response.getDefaultInstance());
    out.onCompleted();
  }

  @Override
  public void validateProviderConfig(
      ValidateProviderConfig.Request request, StreamObserver<ValidateProviderConfig.Response> out) {
    answer(
        out,
        "ValidateProviderConfig",
        host -> ConfigHandler.validateProvider(host, request),
        found ->
            ValidateProviderConfig.Response.newBuilder()
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }

  @Override
  public void configureProvider(
      ConfigureProvider.Request request, StreamObserver<ConfigureProvider.Response> out) {
    answer(
        out,
        "ConfigureProvider",
        host -> ConfigHandler.configure(host, request),
        found ->
            ConfigureProvider.Response.newBuilder()
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }

  @Override
  public void stopProvider(
      StopProvider.Request request, StreamObserver<StopProvider.Response> out) {
    Session.current().attachment(Host.class, each -> new Host(each, factory)).stop();
    out.onNext(StopProvider.Response.getDefaultInstance());
    out.onCompleted();
  }

  @Override
  public void validateResourceConfig(
      ValidateResourceConfig.Request request, StreamObserver<ValidateResourceConfig.Response> out) {
    answer(
        out,
        "ValidateResourceConfig",
        host -> ConfigHandler.validateResource(host, request),
        found ->
            ValidateResourceConfig.Response.newBuilder()
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }

  @Override
  public void upgradeResourceState(
      UpgradeResourceState.Request request, StreamObserver<UpgradeResourceState.Response> out) {
    answer(
        out,
        "UpgradeResourceState",
        host -> StateHandler.upgrade(host, request),
        found ->
            UpgradeResourceState.Response.newBuilder()
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }

  @Override
  public void upgradeResourceIdentity(
      UpgradeResourceIdentity.Request request,
      StreamObserver<UpgradeResourceIdentity.Response> out) {
    answer(
        out,
        "UpgradeResourceIdentity",
        host -> IdentityHandler.upgrade(host, request),
        found ->
            UpgradeResourceIdentity.Response.newBuilder()
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }

  @Override
  public void readResource(
      ReadResource.Request request, StreamObserver<ReadResource.Response> out) {
    answer(
        out,
        "ReadResource",
        host -> StateHandler.read(host, request),
        // Returns the state unchanged: a missing state would mean that the object is gone.
        found ->
            ReadResource.Response.newBuilder()
                .setNewState(request.getCurrentState())
                .setPrivate(request.getPrivate())
                .setNewIdentity(request.getCurrentIdentity())
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }

  @Override
  public void planResourceChange(
      PlanResourceChange.Request request, StreamObserver<PlanResourceChange.Response> out) {
    answer(
        out,
        "PlanResourceChange",
        host -> PlanHandler.plan(host, request),
        found ->
            PlanResourceChange.Response.newBuilder()
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }

  @Override
  public void applyResourceChange(
      ApplyResourceChange.Request request, StreamObserver<ApplyResourceChange.Response> out) {
    answer(
        out,
        "ApplyResourceChange",
        host -> ApplyHandler.apply(host, request),
        found ->
            ApplyResourceChange.Response.newBuilder()
                .setNewState(request.getPriorState())
                .setPrivate(request.getPlannedPrivate())
                .setNewIdentity(request.getPlannedIdentity())
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }

  @Override
  public void importResourceState(
      ImportResourceState.Request request, StreamObserver<ImportResourceState.Response> out) {
    answer(
        out,
        "ImportResourceState",
        host -> StateHandler.importState(host, request),
        found ->
            ImportResourceState.Response.newBuilder()
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }

  @Override
  public void moveResourceState(
      MoveResourceState.Request request, StreamObserver<MoveResourceState.Response> out) {
    answer(
        out,
        "MoveResourceState",
        host -> StateHandler.move(host, request),
        found ->
            MoveResourceState.Response.newBuilder()
                .addAllDiagnostics(DiagnosticWire.encode(found))
                .build());
  }
}
