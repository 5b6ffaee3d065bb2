package io.bentoform.provider.rpc;

import io.bentoform.provider.proto.TfPlugin6;
import io.bentoform.provider.proto.TfPlugin6.GetMetadata;
import io.bentoform.provider.proto.TfPlugin6.GetProviderSchema;
import io.bentoform.provider.proto.TfPlugin6.ServerCapabilities;
import io.bentoform.provider.resource.Lists;
import io.bentoform.provider.resource.ObjectType;
import io.bentoform.provider.resource.Provider;
import io.bentoform.provider.resource.ProviderFunction;
import java.util.List;
import java.util.function.BiConsumer;

/** Describes the provider: its schemas and capabilities. */
final class SchemaHandler {

  private SchemaHandler() {}

  private static ServerCapabilities capabilities() {
    return ServerCapabilities.newBuilder()
        .setPlanDestroy(true)
        .setGetProviderSchemaOptional(true)
        .setGenerateResourceConfig(true)
        .build();
  }

  static GetProviderSchema.Response schema(Host host) {
    Provider provider = host.provider();
    GetProviderSchema.Response.Builder answer =
        GetProviderSchema.Response.newBuilder()
            .setProvider(SchemaWire.encode(provider.schema()))
            .setServerCapabilities(capabilities());
    each(provider.resources(), answer::putResourceSchemas);
    each(provider.dataSources(), answer::putDataSourceSchemas);
    each(provider.ephemeralResources(), answer::putEphemeralResourceSchemas);
    for (ObjectType type : provider.resources()) {
      if (type instanceof Lists lists) {
        answer.putListResourceSchemas(type.typeName(), SchemaWire.encode(lists.listSchema()));
      }
    }
    each(
        provider.actions(),
        (name, schema) ->
            answer.putActionSchemas(
                name, TfPlugin6.ActionSchema.newBuilder().setSchema(schema).build()));
    provider
        .functions()
        .forEach(
            function -> answer.putFunctions(function.name(), FunctionHandler.encode(function)));
    return answer.build();
  }

  private static void each(
      List<? extends ObjectType> types, BiConsumer<String, TfPlugin6.Schema> put) {
    types.forEach(type -> put.accept(type.typeName(), SchemaWire.encode(type.schema())));
  }

  static GetMetadata.Response metadata(Host host) {
    Provider provider = host.provider();
    GetMetadata.Response.Builder answer =
        GetMetadata.Response.newBuilder().setServerCapabilities(capabilities());
    for (ObjectType type : provider.resources()) {
      answer.addResources(GetMetadata.ResourceMetadata.newBuilder().setTypeName(type.typeName()));
      if (type instanceof Lists) {
        answer.addListResources(
            GetMetadata.ListResourceMetadata.newBuilder().setTypeName(type.typeName()));
      }
    }
    for (ObjectType type : provider.dataSources()) {
      answer.addDataSources(
          GetMetadata.DataSourceMetadata.newBuilder().setTypeName(type.typeName()));
    }
    for (ObjectType type : provider.ephemeralResources()) {
      answer.addEphemeralResources(
          GetMetadata.EphemeralResourceMetadata.newBuilder().setTypeName(type.typeName()));
    }
    for (ObjectType type : provider.actions()) {
      answer.addActions(GetMetadata.ActionMetadata.newBuilder().setTypeName(type.typeName()));
    }
    for (ProviderFunction function : provider.functions()) {
      answer.addFunctions(GetMetadata.FunctionMetadata.newBuilder().setName(function.name()));
    }
    return answer.build();
  }
}
