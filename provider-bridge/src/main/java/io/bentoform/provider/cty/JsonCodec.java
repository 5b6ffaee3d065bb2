package io.bentoform.provider.cty;

import io.bentoform.provider.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The JSON encoding of values, used in stored state. It cannot represent unknown values. */
public final class JsonCodec {

  private JsonCodec() {}

  /**
   * Decodes stored state. Unknown attributes are ignored and missing ones are null, as the state
   * may come from another version.
   *
   * @throws CodecException when the text is not a value of the type
   */
  public static Value decode(String json, Type type) {
    try {
      return decodeTree(Json.parse(json), type);
    } catch (Json.ParseException e) {
      throw new CodecException("stored state is not valid JSON");
    }
  }

  public static String encode(Value value, Type type) {
    return Json.write(tree(value, type));
  }

  /** As {@link #decode}, of parsed JSON. */
  public static Value decodeTree(@Nullable Object json, Type type) {
    if (json == null) {
      return Value.ofNull();
    }
    return switch (type) {
      case Type.Primitive primitive -> primitive(json, primitive);
      case Type.ListOf(Type element) -> new Value.Sequence(elements(json, element));
      case Type.SetOf(Type element) ->
          new Value.Group(new LinkedHashSet<>(elements(json, element)));
      case Type.MapOf(Type element) -> {
        Map<String, Value> entries = new TreeMap<>();
        map(json).forEach((key, member) -> entries.put(key, decodeTree(member, element)));
        yield new Value.Fields(entries);
      }
      case Type.ObjectOf(Map<String, Type> attributes, Set<String> ignored) -> {
        Map<String, @Nullable Object> members = map(json);
        Map<String, Value> entries = new TreeMap<>();
        attributes.forEach((name, each) -> entries.put(name, decodeTree(members.get(name), each)));
        yield new Value.Fields(entries);
      }
      case Type.TupleOf(List<Type> types) -> tuple(json, types);
      case Type.Dynamic ignored -> {
        Map<String, @Nullable Object> members = map(json);
        Type own = TypeJson.decode(Json.write(members.get("type")));
        yield new Value.Typed(own, decodeTree(members.get("value"), own));
      }
    };
  }

  private static Value primitive(Object json, Type.Primitive primitive) {
    return switch (primitive) {
      case STRING ->
          switch (json) {
            case String text -> Value.text(text);
            case BigDecimal number -> Value.text(number.toPlainString());
            case Boolean bool -> Value.text(bool.toString());
            default -> throw typeMismatch(primitive);
          };
      case NUMBER ->
          switch (json) {
            case BigDecimal number -> new Value.Num(number);
            case String text -> Value.decimal(text);
            default -> throw typeMismatch(primitive);
          };
      case BOOL ->
          switch (json) {
            case Boolean bool -> Value.bool(bool);
            case String text when text.equals("true") -> Value.bool(true);
            case String text when text.equals("false") -> Value.bool(false);
            default -> throw typeMismatch(primitive);
          };
    };
  }

  private static List<Value> elements(Object json, Type element) {
    List<Value> elements = new ArrayList<>();
    list(json).forEach(each -> elements.add(decodeTree(each, element)));
    return elements;
  }

  private static Value tuple(Object json, List<Type> types) {
    List<?> members = list(json);
    if (members.size() != types.size()) {
      throw typeMismatch(new Type.TupleOf(types));
    }
    List<Value> elements = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      elements.add(decodeTree(members.get(i), types.get(i)));
    }
    return new Value.Sequence(elements);
  }

  private static Map<String, @Nullable Object> map(Object json) {
    if (!(json instanceof Map<?, ?> map)) {
      throw new CodecException("stored state: expected an object");
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    map.forEach((key, value) -> members.put(String.valueOf(key), value));
    return members;
  }

  private static List<?> list(Object json) {
    if (json instanceof List<?> list) {
      return list;
    }
    throw new CodecException("stored state: expected an array");
  }

  /** The JSON of a known value, as plain Java values. */
  public static @Nullable Object tree(Value value, Type type) {
    return switch (value) {
      case Value.Null ignored -> null;
      case Value.Unknown ignored ->
          throw new CodecException("JSON cannot represent unknown values");
      case Value.Text(String text) -> text;
      case Value.Num(BigDecimal number) -> number;
      case Value.Bool(boolean bool) -> bool;
      case Value.Sequence(List<Value> elements) -> trees(elements, type);
      case Value.Group(Set<Value> elements) -> trees(new ArrayList<>(elements), type);
      case Value.Fields(Map<String, Value> entries) -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        entries.forEach((key, member) -> members.put(key, tree(member, memberType(type, key))));
        yield members;
      }
      case Value.Typed(Type own, Value inner) -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("value", tree(inner, own));
        members.put("type", typeTree(own));
        yield members;
      }
    };
  }

  private static List<@Nullable Object> trees(List<Value> elements, Type type) {
    List<@Nullable Object> members = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      members.add(tree(elements.get(i), elementType(type, i)));
    }
    return members;
  }

  private static Type elementType(Type type, int index) {
    return switch (type) {
      case Type.ListOf(Type each) -> each;
      case Type.SetOf(Type each) -> each;
      case Type.TupleOf(List<Type> types) when index < types.size() -> types.get(index);
      default -> throw typeMismatch(type);
    };
  }

  private static Type memberType(Type type, String name) {
    Type member =
        switch (type) {
          case Type.MapOf(Type element) -> element;
          case Type.ObjectOf object -> object.attributes().get(name);
          default -> null;
        };
    if (member == null) {
      throw typeMismatch(type);
    }
    return member;
  }

  private static @Nullable Object typeTree(Type type) {
    try {
      return Json.parse(TypeJson.encode(type));
    } catch (Json.ParseException e) {
      throw new IllegalStateException("TypeJson produced invalid JSON", e);
    }
  }

  private static CodecException typeMismatch(Type type) {
    return new CodecException("the value does not match the type " + TypeJson.encode(type));
  }
}
