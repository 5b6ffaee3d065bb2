package io.bentoform.provider.cty;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The MessagePack encoding of values, used between host and provider. */
public final class MsgPackCodec {

  private MsgPackCodec() {}

  /**
   * Decodes one value.
   *
   * @throws CodecException when the bytes are not a value of the type
   */
  public static Value decode(ByteBuffer bytes, Type type) {
    MsgPackReader in = new MsgPackReader(bytes);
    Value value = read(in, type);
    if (!in.atEnd()) {
      throw new CodecException("trailing bytes after the MessagePack value");
    }
    return value;
  }

  /** Encodes a value of the type, with map keys sorted. */
  public static byte[] encode(Value value, Type type) {
    MsgPackWriter out = new MsgPackWriter();
    write(out, value, type);
    return out.toByteArray();
  }

  private static Value read(MsgPackReader in, Type type) {
    if (in.skipNil()) {
      return Value.ofNull();
    }
    if (in.skipExtension()) {
      return Value.ofUnknown();
    }
    return switch (type) {
      case Type.Primitive primitive -> readPrimitive(in, primitive);
      case Type.ListOf(Type element) -> new Value.Sequence(readElements(in, element));
      case Type.SetOf(Type element) ->
          new Value.Group(new LinkedHashSet<>(readElements(in, element)));
      case Type.MapOf(Type element) -> readMap(in, element);
      case Type.ObjectOf object -> readObject(in, object);
      case Type.TupleOf(List<Type> elements) -> readTuple(in, elements);
      case Type.Dynamic ignored -> readDynamic(in);
    };
  }

  private static Value readPrimitive(MsgPackReader in, Type.Primitive primitive) {
    return switch (primitive) {
      case STRING -> new Value.Text(in.string());
      case NUMBER -> new Value.Num(in.number());
      case BOOL -> Value.bool(in.bool());
    };
  }

  private static List<Value> readElements(MsgPackReader in, Type element) {
    int count = in.arrayHeader();
    List<Value> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(read(in, element));
    }
    return elements;
  }

  private static Value readMap(MsgPackReader in, Type element) {
    int count = in.mapHeader();
    Map<String, Value> entries = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String key = new Value.Text(in.string()).text();
      entries.put(key, read(in, element));
    }
    return new Value.Fields(entries);
  }

  private static Value readObject(MsgPackReader in, Type.ObjectOf object) {
    int count = in.mapHeader();
    if (count != object.attributes().size()) {
      throw new CodecException(
          "an object with "
              + object.attributes().size()
              + " attributes is required ("
              + count
              + " given)");
    }
    Map<String, Value> entries = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String name = in.string();
      Type type = object.attributes().get(name);
      if (type == null) {
        throw new CodecException("the object has no attribute \"" + name + "\"");
      }
      entries.put(name, read(in, type));
    }
    return new Value.Fields(entries);
  }

  private static Value readTuple(MsgPackReader in, List<Type> types) {
    if (in.arrayHeader() != types.size()) {
      throw new CodecException("a tuple of " + types.size() + " elements is required");
    }
    List<Value> elements = new ArrayList<>();
    types.forEach(type -> elements.add(read(in, type)));
    return new Value.Sequence(elements);
  }

  private static Value readDynamic(MsgPackReader in) {
    if (in.arrayHeader() != 2) {
      throw new CodecException("a dynamic value must be an array of type and value");
    }
    Type type = TypeJson.decode(in.string());
    return new Value.Typed(type, read(in, type));
  }

  private static void write(MsgPackWriter out, Value value, Type type) {
    switch (value) {
      case Value.Null ignored -> out.nil();
      case Value.Unknown ignored -> out.unknown();
      case Value.Typed(Type own, Value inner) when type instanceof Type.Dynamic -> {
        out.arrayHeader(2);
        out.binary(TypeJson.encode(own).getBytes(StandardCharsets.UTF_8));
        write(out, inner, own);
      }
      case Value.Text(String text) when type == Type.STRING -> out.string(text);
      case Value.Num(var number) when type == Type.NUMBER -> out.number(number);
      case Value.Bool(boolean bool) when type == Type.BOOL -> out.bool(bool);
      case Value.Sequence(List<Value> elements) -> writeSequence(out, elements, type);
      case Value.Group(Set<Value> elements) when type instanceof Type.SetOf(Type element) ->
          writeSet(out, elements, element);
      case Value.Fields fields -> writeFields(out, fields, type);
      default -> throw typeMismatch(type);
    }
  }

  private static void writeSequence(MsgPackWriter out, List<Value> elements, Type type) {
    switch (type) {
      case Type.ListOf(Type element) -> {
        out.arrayHeader(elements.size());
        elements.forEach(each -> write(out, each, element));
      }
      case Type.TupleOf(List<Type> types) when types.size() == elements.size() -> {
        out.arrayHeader(elements.size());
        for (int i = 0; i < types.size(); i++) {
          write(out, elements.get(i), types.get(i));
        }
      }
      default -> throw typeMismatch(type);
    }
  }

  /** Sorts the encoded elements, so that equal sets encode to the same bytes. */
  private static void writeSet(MsgPackWriter out, Set<Value> elements, Type element) {
    List<byte[]> encoded = new ArrayList<>();
    elements.forEach(each -> encoded.add(encode(each, element)));
    encoded.sort(Comparator.comparing(bytes -> bytes, java.util.Arrays::compareUnsigned));
    out.arrayHeader(encoded.size());
    encoded.forEach(out::raw);
  }

  private static void writeFields(MsgPackWriter out, Value.Fields fields, Type type) {
    switch (type) {
      case Type.MapOf(Type element) -> {
        out.mapHeader(fields.entries().size());
        fields
            .entries()
            .forEach(
                (key, value) -> {
                  out.string(key);
                  write(out, value, element);
                });
      }
      case Type.ObjectOf(Map<String, Type> attributes, Set<String> ignored)
          when attributes.keySet().containsAll(fields.entries().keySet()) -> {
        out.mapHeader(attributes.size());
        attributes.forEach(
            (name, attribute) -> {
              out.string(name);
              write(out, fields.get(name), attribute);
            });
      }
      default -> throw typeMismatch(type);
    }
  }

  private static CodecException typeMismatch(Type type) {
    return new CodecException("the value does not match the type " + TypeJson.encode(type));
  }
}
