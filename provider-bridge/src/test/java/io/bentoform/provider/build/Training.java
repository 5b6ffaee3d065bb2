package io.bentoform.provider.build;

import io.bentoform.provider.plugin.TlsIdentity;
import io.bentoform.provider.proto.ProviderGrpc;
import io.bentoform.provider.proto.TfPlugin6;
import java.util.List;
import java.util.Map;

/**
 * A session with a provider process that records which classes it loads: every call that a plan and
 * an apply make, over mutual TLS, and calls of an API that answers just enough. It decides only how
 * fast the package starts, never what it does.
 */
public final class Training {

  private Training() {}

  static void run(List<String> command) throws Exception {
    try (TrainingApi api = new TrainingApi();
        PluginHost host = PluginHost.start(command, Map.of("TF_LOG", ""), TlsIdentity.create())) {
      drive(host.provider(), Samples.provider(api.endpoint(), "t"), "v");
      host.shutdown();
    }
  }

  /** The schema that a process answers with. */
  static TfPlugin6.GetProviderSchema.Response schema(List<String> command) throws Exception {
    try (PluginHost host = PluginHost.start(command, Map.of(), TlsIdentity.create())) {
      TfPlugin6.GetProviderSchema.Response answer = host.schema();
      host.shutdown();
      return answer;
    }
  }

  /**
   * Makes every call that a plan and an apply make.
   *
   * @param config of the provider
   * @param value of a secret
   */
  public static void drive(
      ProviderGrpc.ProviderBlockingStub provider, TfPlugin6.DynamicValue config, String value) {
    PluginHost.schema(provider);
    provider.getResourceIdentitySchemas(
        TfPlugin6.GetResourceIdentitySchemas.Request.getDefaultInstance());
    provider.validateProviderConfig(
        TfPlugin6.ValidateProviderConfig.Request.newBuilder().setConfig(config).build());
    provider.configureProvider(
        TfPlugin6.ConfigureProvider.Request.newBuilder()
            .setTerraformVersion("1.11.4")
            .setConfig(config)
            .build());
    for (Samples.Sample sample : Samples.all(value)) {
      drive(provider, sample);
    }
    provider.stopProvider(TfPlugin6.StopProvider.Request.getDefaultInstance());
  }

  private static void drive(ProviderGrpc.ProviderBlockingStub provider, Samples.Sample sample) {
    provider.validateResourceConfig(
        TfPlugin6.ValidateResourceConfig.Request.newBuilder()
            .setTypeName(sample.type())
            .setConfig(sample.config())
            .setClientCapabilities(
                TfPlugin6.ClientCapabilities.newBuilder().setWriteOnlyAttributesAllowed(true))
            .build());
    TfPlugin6.PlanResourceChange.Response created =
        provider.planResourceChange(
            TfPlugin6.PlanResourceChange.Request.newBuilder()
                .setTypeName(sample.type())
                .setConfig(sample.config())
                .setProposedNewState(sample.config())
                .build());
    provider.applyResourceChange(
        TfPlugin6.ApplyResourceChange.Request.newBuilder()
            .setTypeName(sample.type())
            .setConfig(sample.config())
            .setPlannedState(created.getPlannedState())
            .build());
    TfPlugin6.DynamicValue state =
        provider
            .upgradeResourceState(
                TfPlugin6.UpgradeResourceState.Request.newBuilder()
                    .setTypeName(sample.type())
                    .setRawState(TfPlugin6.RawState.newBuilder().setJson(sample.state()))
                    .build())
            .getUpgradedState();
    provider.readResource(
        TfPlugin6.ReadResource.Request.newBuilder()
            .setTypeName(sample.type())
            .setCurrentState(state)
            .build());
    TfPlugin6.PlanResourceChange.Response changed =
        provider.planResourceChange(
            TfPlugin6.PlanResourceChange.Request.newBuilder()
                .setTypeName(sample.type())
                .setPriorState(state)
                .setConfig(sample.config())
                .setProposedNewState(sample.config())
                .build());
    provider.applyResourceChange(
        TfPlugin6.ApplyResourceChange.Request.newBuilder()
            .setTypeName(sample.type())
            .setPriorState(state)
            .setConfig(sample.config())
            .setPlannedState(changed.getPlannedState())
            .build());
    provider.importResourceState(
        TfPlugin6.ImportResourceState.Request.newBuilder()
            .setTypeName(sample.type())
            .setId("default/a")
            .build());
  }
}
