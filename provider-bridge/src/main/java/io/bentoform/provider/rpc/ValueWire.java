package io.bentoform.provider.rpc;

import com.google.protobuf.ByteString;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.MsgPackCodec;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.proto.TfPlugin6;
import io.bentoform.provider.schema.Schema;

/** Encodes and decodes objects of a schema. */
final class ValueWire {

  private ValueWire() {}

  /** Decodes a value of the schema's type; an empty message is null. */
  static Value decode(TfPlugin6.DynamicValue wire, Schema schema) {
    return decode(wire, schema.type());
  }

  static Value decode(TfPlugin6.DynamicValue wire, Type type) {
    if (!wire.getMsgpack().isEmpty()) {
      return MsgPackCodec.decode(wire.getMsgpack().asReadOnlyByteBuffer(), type);
    }
    if (!wire.getJson().isEmpty()) {
      return JsonCodec.decode(wire.getJson().toStringUtf8(), type);
    }
    return Value.ofNull();
  }

  /** Decodes an object of the schema; null becomes an object whose attributes are null. */
  static Value.Fields object(TfPlugin6.DynamicValue wire, Schema schema) {
    return decode(wire, schema) instanceof Value.Fields object ? object : schema.empty();
  }

  /** Encodes an object for state or plan; always removes its write-only values. */
  static TfPlugin6.DynamicValue stored(Value.Fields object, Schema schema) {
    return encode(schema.withoutWriteOnly(object), schema.type());
  }

  static TfPlugin6.DynamicValue nothing(Schema schema) {
    return encode(Value.ofNull(), schema.type());
  }

  static TfPlugin6.DynamicValue encode(Value value, Type type) {
    byte[] bytes = MsgPackCodec.encode(value, type);
    return TfPlugin6.DynamicValue.newBuilder().setMsgpack(ByteString.copyFrom(bytes)).build();
  }
}
