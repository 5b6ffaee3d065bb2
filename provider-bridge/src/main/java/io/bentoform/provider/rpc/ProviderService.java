package io.bentoform.provider.rpc;

import io.bentoform.provider.proto.ProviderGrpc;
import io.bentoform.provider.proto.TfPlugin6.ApplyResourceChange;
import io.bentoform.provider.proto.TfPlugin6.CloseEphemeralResource;
import io.bentoform.provider.proto.TfPlugin6.ConfigureProvider;
import io.bentoform.provider.proto.TfPlugin6.GenerateResourceConfig;
import io.bentoform.provider.proto.TfPlugin6.GetFunctions;
import io.bentoform.provider.proto.TfPlugin6.GetMetadata;
import io.bentoform.provider.proto.TfPlugin6.GetProviderSchema;
import io.bentoform.provider.proto.TfPlugin6.GetResourceIdentitySchemas;
import io.bentoform.provider.proto.TfPlugin6.ImportResourceState;
import io.bentoform.provider.proto.TfPlugin6.MoveResourceState;
import io.bentoform.provider.proto.TfPlugin6.OpenEphemeralResource;
import io.bentoform.provider.proto.TfPlugin6.PlanAction;
import io.bentoform.provider.proto.TfPlugin6.PlanResourceChange;
import io.bentoform.provider.proto.TfPlugin6.ReadDataSource;
import io.bentoform.provider.proto.TfPlugin6.ReadResource;
import io.bentoform.provider.proto.TfPlugin6.RenewEphemeralResource;
import io.bentoform.provider.proto.TfPlugin6.StopProvider;
import io.bentoform.provider.proto.TfPlugin6.UpgradeResourceIdentity;
import io.bentoform.provider.proto.TfPlugin6.UpgradeResourceState;
import io.bentoform.provider.proto.TfPlugin6.ValidateActionConfig;
import io.bentoform.provider.proto.TfPlugin6.ValidateDataResourceConfig;
import io.bentoform.provider.proto.TfPlugin6.ValidateEphemeralResourceConfig;
import io.bentoform.provider.proto.TfPlugin6.ValidateListResourceConfig;
import io.bentoform.provider.proto.TfPlugin6.ValidateProviderConfig;
import io.bentoform.provider.proto.TfPlugin6.ValidateResourceConfig;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;

/**
 * The service {@code tfplugin6.Provider}: which handler answers which RPC, and what a failed call
 * answers beside its diagnostics. RPCs that are not named here return UNIMPLEMENTED.
 */
public final class ProviderService implements BindableService {

  private final ProviderFactory factory;
  private final EncodedSchema schema = new EncodedSchema();

  public ProviderService(ProviderFactory factory) {
    this.factory = factory;
  }

  @Override
  public ServerServiceDefinition bindService() {
    Calls calls = new Calls(ProviderGrpc.SERVICE_NAME, factory);
    bindProvider(calls);
    bindResources(calls);
    bindDataSources(calls);
    bindEphemeralResources(calls);
    bindFunctions(calls);
    bindActions(calls);
    bindLists(calls);
    return calls.bound();
  }

  private void bindProvider(Calls calls) {
    calls.unary(
        ProviderGrpc.getGetMetadataMethod(),
        (host, request) -> SchemaHandler.metadata(host),
        found -> GetMetadata.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        EncodedSchema.method(),
        (host, request) -> schema.of(host),
        found ->
            GetProviderSchema.Response.newBuilder().addAllDiagnostics(found).build().toByteArray());
    calls.unary(
        ProviderGrpc.getGetResourceIdentitySchemasMethod(),
        (host, request) -> IdentityHandler.schemas(host),
        found -> GetResourceIdentitySchemas.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getValidateProviderConfigMethod(),
        ConfigHandler::validateProvider,
        found -> ValidateProviderConfig.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getConfigureProviderMethod(),
        ConfigHandler::configure,
        found -> ConfigureProvider.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getStopProviderMethod(),
        (host, request) -> {
          host.stop();
          return StopProvider.Response.getDefaultInstance();
        },
        found -> StopProvider.Response.newBuilder().setError(found.getFirst().getDetail()).build());
  }

  private static void bindResources(Calls calls) {
    calls.unary(
        ProviderGrpc.getValidateResourceConfigMethod(),
        ConfigHandler::validateResource,
        found -> ValidateResourceConfig.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getUpgradeResourceStateMethod(),
        StateHandler::upgrade,
        found -> UpgradeResourceState.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getUpgradeResourceIdentityMethod(),
        IdentityHandler::upgrade,
        found -> UpgradeResourceIdentity.Response.newBuilder().addAllDiagnostics(found).build());
    // Returns the state unchanged: a missing state would mean that the object is gone.
    calls.unary(
        ProviderGrpc.getReadResourceMethod(),
        StateHandler::read,
        (request, found) ->
            ReadResource.Response.newBuilder()
                .setNewState(request.getCurrentState())
                .setPrivate(request.getPrivate())
                .setNewIdentity(request.getCurrentIdentity())
                .addAllDiagnostics(found)
                .build());
    calls.unary(
        ProviderGrpc.getPlanResourceChangeMethod(),
        PlanHandler::plan,
        found -> PlanResourceChange.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getApplyResourceChangeMethod(),
        ApplyHandler::apply,
        (request, found) ->
            ApplyResourceChange.Response.newBuilder()
                .setNewState(request.getPriorState())
                .setPrivate(request.getPlannedPrivate())
                .setNewIdentity(request.getPlannedIdentity())
                .addAllDiagnostics(found)
                .build());
    calls.unary(
        ProviderGrpc.getImportResourceStateMethod(),
        StateHandler::importState,
        found -> ImportResourceState.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getMoveResourceStateMethod(),
        StateHandler::move,
        found -> MoveResourceState.Response.newBuilder().addAllDiagnostics(found).build());
  }

  private static void bindDataSources(Calls calls) {
    calls.unary(
        ProviderGrpc.getValidateDataResourceConfigMethod(),
        ConfigHandler::validateDataSource,
        found -> ValidateDataResourceConfig.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getReadDataSourceMethod(),
        DataSourceHandler::read,
        found -> ReadDataSource.Response.newBuilder().addAllDiagnostics(found).build());
  }

  private static void bindEphemeralResources(Calls calls) {
    calls.unary(
        ProviderGrpc.getValidateEphemeralResourceConfigMethod(),
        ConfigHandler::validateEphemeralResource,
        found ->
            ValidateEphemeralResourceConfig.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getOpenEphemeralResourceMethod(),
        EphemeralHandler::open,
        found -> OpenEphemeralResource.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getRenewEphemeralResourceMethod(),
        EphemeralHandler::renew,
        found -> RenewEphemeralResource.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getCloseEphemeralResourceMethod(),
        EphemeralHandler::close,
        found -> CloseEphemeralResource.Response.newBuilder().addAllDiagnostics(found).build());
  }

  private static void bindFunctions(Calls calls) {
    calls.unary(
        ProviderGrpc.getGetFunctionsMethod(),
        (host, request) -> FunctionHandler.list(host),
        found -> GetFunctions.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getCallFunctionMethod(), FunctionHandler::call, FunctionHandler::failed);
  }

  private static void bindActions(Calls calls) {
    calls.unary(
        ProviderGrpc.getValidateActionConfigMethod(),
        ConfigHandler::validateAction,
        found -> ValidateActionConfig.Response.newBuilder().addAllDiagnostics(found).build());
    calls.unary(
        ProviderGrpc.getPlanActionMethod(),
        ActionHandler::plan,
        found -> PlanAction.Response.newBuilder().addAllDiagnostics(found).build());
    calls.streaming(
        ProviderGrpc.getInvokeActionMethod(), ActionHandler::invoke, ActionHandler::completed);
  }

  private static void bindLists(Calls calls) {
    calls.unary(
        ProviderGrpc.getValidateListResourceConfigMethod(),
        ListHandler::validate,
        found -> ValidateListResourceConfig.Response.newBuilder().addAllDiagnostics(found).build());
    calls.streaming(ProviderGrpc.getListResourceMethod(), ListHandler::list, ListHandler::failed);
    calls.unary(
        ProviderGrpc.getGenerateResourceConfigMethod(),
        ListHandler::generate,
        found -> GenerateResourceConfig.Response.newBuilder().addAllDiagnostics(found).build());
  }
}
