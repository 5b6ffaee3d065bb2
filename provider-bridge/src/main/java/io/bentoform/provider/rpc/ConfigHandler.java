package io.bentoform.provider.rpc;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.proto.TfPlugin6.ConfigureProvider;
import io.bentoform.provider.proto.TfPlugin6.ValidateProviderConfig;
import io.bentoform.provider.proto.TfPlugin6.ValidateResourceConfig;
import io.bentoform.provider.resource.Resource;
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
    Resource resource = host.resource(request.getTypeName());
    Value.Fields config = ValueWire.object(request.getConfig(), resource.schema());
    boolean writeOnly = request.getClientCapabilities().getWriteOnlyAttributesAllowed();
    List<Diagnostic> found = new ArrayList<>(ConfigCheck.run(resource.schema(), config, writeOnly));
    if (found.stream().noneMatch(Diagnostic::isError)) {
      found.addAll(resource.validate(config));
    }
    return ValidateResourceConfig.Response.newBuilder()
        .addAllDiagnostics(DiagnosticWire.encode(found))
        .build();
  }
}
