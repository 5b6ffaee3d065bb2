package io.bentoform.provider.rpc;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.proto.TfPlugin6;
import io.bentoform.provider.proto.TfPlugin6.ConfigureProvider;
import io.bentoform.provider.proto.TfPlugin6.ValidateActionConfig;
import io.bentoform.provider.proto.TfPlugin6.ValidateDataResourceConfig;
import io.bentoform.provider.proto.TfPlugin6.ValidateEphemeralResourceConfig;
import io.bentoform.provider.proto.TfPlugin6.ValidateProviderConfig;
import io.bentoform.provider.proto.TfPlugin6.ValidateResourceConfig;
import io.bentoform.provider.resource.ObjectType;
import io.bentoform.provider.schema.ConfigCheck;
import io.bentoform.provider.schema.Schema;
import java.util.ArrayList;
import java.util.List;

/** Validates configurations and configures the provider. */
final class ConfigHandler {

  private ConfigHandler() {}

  static ValidateProviderConfig.Response validateProvider(
      Host host, ValidateProviderConfig.Request request) {
    Schema schema = host.provider().schema();
    List<Diagnostic> found =
        ConfigCheck.run(schema, ValueWire.object(request.getConfig(), schema), true);
    return ValidateProviderConfig.Response.newBuilder()
        .addAllDiagnostics(DiagnosticWire.encode(found))
        .build();
  }

  static ConfigureProvider.Response configure(Host host, ConfigureProvider.Request request) {
    host.startRun();
    Value.Fields config = ValueWire.object(request.getConfig(), host.provider().schema());
    List<Diagnostic> found = host.provider().configure(config, request.getTerraformVersion());
    return ConfigureProvider.Response.newBuilder()
        .addAllDiagnostics(DiagnosticWire.encode(found))
        .build();
  }

  static ValidateResourceConfig.Response validateResource(
      Host host, ValidateResourceConfig.Request request) {
    return ValidateResourceConfig.Response.newBuilder()
        .addAllDiagnostics(
            validate(
                host.resource(request.getTypeName()),
                request.getConfig(),
                request.getClientCapabilities().getWriteOnlyAttributesAllowed()))
        .build();
  }

  static ValidateDataResourceConfig.Response validateDataSource(
      Host host, ValidateDataResourceConfig.Request request) {
    return ValidateDataResourceConfig.Response.newBuilder()
        .addAllDiagnostics(
            validate(host.dataSource(request.getTypeName()), request.getConfig(), true))
        .build();
  }

  static ValidateEphemeralResourceConfig.Response validateEphemeralResource(
      Host host, ValidateEphemeralResourceConfig.Request request) {
    return ValidateEphemeralResourceConfig.Response.newBuilder()
        .addAllDiagnostics(
            validate(host.ephemeralResource(request.getTypeName()), request.getConfig(), true))
        .build();
  }

  static ValidateActionConfig.Response validateAction(
      Host host, ValidateActionConfig.Request request) {
    return ValidateActionConfig.Response.newBuilder()
        .addAllDiagnostics(
            validate(host.action(request.getActionType()), request.getConfig(), true))
        .build();
  }

  private static List<TfPlugin6.Diagnostic> validate(
      ObjectType type, TfPlugin6.DynamicValue wire, boolean writeOnlyAllowed) {
    Value.Fields config = ValueWire.object(wire, type.schema());
    List<Diagnostic> found =
        new ArrayList<>(ConfigCheck.run(type.schema(), config, writeOnlyAllowed));
    if (found.stream().noneMatch(Diagnostic::isError)) {
      found.addAll(type.validate(config));
    }
    return DiagnosticWire.encode(found);
  }
}
