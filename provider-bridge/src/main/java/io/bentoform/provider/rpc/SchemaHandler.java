package io.bentoform.provider.rpc;

import io.bentoform.provider.proto.TfPlugin6.GetMetadata;
import io.bentoform.provider.proto.TfPlugin6.GetProviderSchema;
import io.bentoform.provider.proto.TfPlugin6.ServerCapabilities;

/** Describes the provider: its schemas and capabilities. */
final class SchemaHandler {

  private SchemaHandler() {}

  private static ServerCapabilities capabilities() {
    return ServerCapabilities.newBuilder()
        .setPlanDestroy(true)
        .setGetProviderSchemaOptional(true)
        .build();
  }

  static GetProviderSchema.Response schema(Host host) {
    GetProviderSchema.Response.Builder answer =
        GetProviderSchema.Response.newBuilder()
            .setProvider(SchemaWire.encode(host.provider().schema()))
            .setServerCapabilities(capabilities());
    host.provider()
        .resources()
        .forEach(
            resource ->
                answer.putResourceSchemas(
                    resource.typeName(), SchemaWire.encode(resource.schema())));
    return answer.build();
  }

  static GetMetadata.Response metadata(Host host) {
    GetMetadata.Response.Builder answer =
        GetMetadata.Response.newBuilder().setServerCapabilities(capabilities());
    host.provider()
        .resources()
        .forEach(
            resource ->
                answer.addResources(
                    GetMetadata.ResourceMetadata.newBuilder().setTypeName(resource.typeName())));
    return answer.build();
  }
}
