package io.bentoform.provider.rpc;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.TypeJson;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.proto.TfPlugin6.GetResourceIdentitySchemas;
import io.bentoform.provider.proto.TfPlugin6.ResourceIdentityData;
import io.bentoform.provider.proto.TfPlugin6.ResourceIdentitySchema;
import io.bentoform.provider.proto.TfPlugin6.UpgradeResourceIdentity;
import io.bentoform.provider.resource.Identified;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.ConfigCheck;
import io.bentoform.provider.schema.Schema;
import java.util.List;
import java.util.Optional;

/** Describes, converts and upgrades resource identities. */
final class IdentityHandler {

  private IdentityHandler() {}

  static GetResourceIdentitySchemas.Response schemas(Host host) {
    GetResourceIdentitySchemas.Response.Builder answer =
        GetResourceIdentitySchemas.Response.newBuilder();
    for (Resource resource : host.provider().resources()) {
      if (resource instanceof Identified identified) {
        answer.putIdentitySchemas(resource.typeName(), wire(identified.identitySchema()));
      }
    }
    return answer.build();
  }

  private static ResourceIdentitySchema wire(Schema schema) {
    ResourceIdentitySchema.Builder wire =
        ResourceIdentitySchema.newBuilder().setVersion(schema.version());
    for (Attribute attribute : schema.attributes().values()) {
      wire.addIdentityAttributes(
          ResourceIdentitySchema.IdentityAttribute.newBuilder()
              .setName(attribute.name())
              .setType(ByteString.copyFromUtf8(TypeJson.encode(attribute.type())))
              .setRequiredForImport(attribute.mode() == Attribute.Mode.REQUIRED)
              .setOptionalForImport(attribute.mode() == Attribute.Mode.OPTIONAL)
              .setDescription(attribute.description()));
    }
    return wire.build();
  }

  /** The identity of an object; empty for a resource without identity. */
  static Optional<ResourceIdentityData> of(Resource resource, Value.Fields state) {
    return resource instanceof Identified identified
        ? Optional.of(data(identified, identified.identityOf(state)))
        : Optional.empty();
  }

  /**
   * The identity in a plan: none while a part of it is unknown, as in the plan of a new object. The
   * protocol would allow unknown values, but Terraform cannot print such a plan as JSON (1.15.9:
   * "value is not known").
   */
  static Optional<ResourceIdentityData> planned(Resource resource, Value.Fields state) {
    return resource instanceof Identified identified
        ? Optional.of(identified.identityOf(state))
            .filter(Value::isWhollyKnown)
            .map(identity -> data(identified, identity))
        : Optional.empty();
  }

  private static ResourceIdentityData data(Identified identified, Value.Fields identity) {
    return ResourceIdentityData.newBuilder()
        .setIdentityData(ValueWire.stored(identity, identified.identitySchema()))
        .build();
  }

  /** The identity to import by, checked by its schema. */
  static Value.Fields forImport(Identified identified, ResourceIdentityData wire) {
    Schema schema = identified.identitySchema();
    Value.Fields identity = ValueWire.object(wire.getIdentityData(), schema);
    List<Diagnostic> found = ConfigCheck.run(schema, identity, false);
    if (found.stream().anyMatch(Diagnostic::isError)) {
      throw new DiagnosticException(found);
    }
    return identity;
  }

  /** Called when an identity was stored with another version of its schema. */
  static UpgradeResourceIdentity.Response upgrade(
      Host host, UpgradeResourceIdentity.Request request) {
    Resource resource = host.resource(request.getTypeName());
    if (!(resource instanceof Identified identified)) {
      throw new DiagnosticException(noIdentity(resource));
    }
    Schema schema = identified.identitySchema();
    JsonObject stored = StoredJson.object(request.getRawIdentity());
    JsonObject current =
        request.getVersion() == schema.version()
            ? stored
            : identified.upgradeIdentity(request.getVersion(), stored);
    Value.Fields identity =
        (Value.Fields) JsonCodec.decode(Json.write(current.members()), schema.type());
    return UpgradeResourceIdentity.Response.newBuilder()
        .setUpgradedIdentity(data(identified, identity))
        .build();
  }

  static Diagnostic noIdentity(Resource resource) {
    return Diagnostic.error(
        "No resource identity",
        "Objects of the type " + resource.typeName() + " have no identity. Use their import id.");
  }
}
