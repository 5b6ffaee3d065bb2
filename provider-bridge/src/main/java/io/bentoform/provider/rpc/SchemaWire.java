package io.bentoform.provider.rpc;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.TypeJson;
import io.bentoform.provider.proto.TfPlugin6;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.schema.Schema;
import java.util.Map;
import java.util.TreeMap;

/** Encodes schemas. */
final class SchemaWire {

  private SchemaWire() {}

  static TfPlugin6.Schema encode(Schema schema) {
    TfPlugin6.Schema.Block.Builder block =
        TfPlugin6.Schema.Block.newBuilder()
            .setDescription(schema.description())
            .setDescriptionKind(TfPlugin6.StringKind.MARKDOWN);
    sorted(schema.attributes()).values().forEach(each -> block.addAttributes(attribute(each)));
    return TfPlugin6.Schema.newBuilder().setVersion(schema.version()).setBlock(block).build();
  }

  private static Map<String, Attribute> sorted(Map<String, Attribute> attributes) {
    return new TreeMap<>(attributes);
  }

  private static TfPlugin6.Schema.Attribute attribute(Attribute attribute) {
    Attribute.Mode mode = attribute.mode();
    TfPlugin6.Schema.Attribute.Builder wire =
        TfPlugin6.Schema.Attribute.newBuilder()
            .setName(attribute.name())
            .setDescription(attribute.description())
            .setDescriptionKind(TfPlugin6.StringKind.MARKDOWN)
            .setRequired(mode == Attribute.Mode.REQUIRED)
            .setOptional(
                mode == Attribute.Mode.OPTIONAL || mode == Attribute.Mode.OPTIONAL_COMPUTED)
            .setComputed(mode.isComputed())
            .setSensitive(attribute.sensitive())
            .setWriteOnly(attribute.writeOnly());
    Nested nested = attribute.nested();
    if (nested != null) {
      wire.setNestedType(nested(nested));
    } else {
      wire.setType(ByteString.copyFromUtf8(TypeJson.encode(attribute.type())));
    }
    return wire.build();
  }

  private static TfPlugin6.Schema.Object nested(Nested nested) {
    TfPlugin6.Schema.Object.NestingMode mode =
        switch (nested.nesting()) {
          case SINGLE -> TfPlugin6.Schema.Object.NestingMode.SINGLE;
          case LIST -> TfPlugin6.Schema.Object.NestingMode.LIST;
          case MAP -> TfPlugin6.Schema.Object.NestingMode.MAP;
        };
    TfPlugin6.Schema.Object.Builder wire = TfPlugin6.Schema.Object.newBuilder().setNesting(mode);
    sorted(nested.attributes()).values().forEach(each -> wire.addAttributes(attribute(each)));
    return wire.build();
  }
}
