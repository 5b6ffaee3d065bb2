package io.bentoform.provider.cty;

import io.bentoform.provider.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of types: {@code "string"}, {@code ["list","string"]}, {@code ["object",{...}]}.
 */
public final class TypeJson {

  private TypeJson() {}

  /** Does not use the JSON library, which would otherwise have to be loaded to send a schema. */
  public static String encode(Type type) {
    StringBuilder out = new StringBuilder();
    append(out, type);
    return out.toString();
  }

  private static void append(StringBuilder out, Type type) {
    switch (type) {
      case Type.Primitive primitive ->
          out.append(
              switch (primitive) {
                case STRING -> "\"string\"";
                case NUMBER -> "\"number\"";
                case BOOL -> "\"bool\"";
              });
      case Type.Dynamic ignored -> out.append("\"dynamic\"");
      case Type.ListOf(Type element) -> collection(out, "list", element);
      case Type.SetOf(Type element) -> collection(out, "set", element);
      case Type.MapOf(Type element) -> collection(out, "map", element);
      case Type.ObjectOf object -> object(out, object);
      case Type.TupleOf(List<Type> elements) -> tuple(out, elements);
    }
  }

  private static void collection(StringBuilder out, String word, Type element) {
    out.append("[\"").append(word).append("\",");
    append(out, element);
    out.append(']');
  }

  private static void object(StringBuilder out, Type.ObjectOf object) {
    out.append("[\"object\",{");
    String comma = "";
    for (Map.Entry<String, Type> attribute : object.attributes().entrySet()) {
      out.append(comma).append(quoted(attribute.getKey())).append(':');
      append(out, attribute.getValue());
      comma = ",";
    }
    out.append('}');
    if (!object.optional().isEmpty()) {
      out.append(",[");
      comma = "";
      for (String name : object.optional()) {
        out.append(comma).append(quoted(name));
        comma = ",";
      }
      out.append(']');
    }
    out.append(']');
  }

  private static void tuple(StringBuilder out, List<Type> elements) {
    out.append("[\"tuple\",[");
    for (Iterator<Type> types = elements.iterator(); types.hasNext(); ) {
      append(out, types.next());
      out.append(types.hasNext() ? "," : "");
    }
    out.append("]]");
  }

  private static String quoted(String name) {
    boolean plain =
        name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
    return plain ? '"' + name + '"' : Json.write(name);
  }

  /**
   * Reads a type.
   *
   * @throws CodecException when the text is not a type
   */
  public static Type decode(String json) {
    try {
      return type(Json.parse(json));
    } catch (Json.ParseException e) {
      throw new CodecException("the type is not valid JSON");
    }
  }

  private static Type type(@Nullable Object json) {
    if (json instanceof String word) {
      return switch (word) {
        case "string" -> Type.STRING;
        case "number" -> Type.NUMBER;
        case "bool" -> Type.BOOL;
        case "dynamic" -> new Type.Dynamic();
        default -> throw new CodecException("unknown type name");
      };
    }
    if (!(json instanceof List<?> parts) || parts.size() < 2) {
      throw new CodecException("a type must be a string or an array of at least two elements");
    }
    Object argument = parts.get(1);
    return switch (String.valueOf(parts.get(0))) {
      case "list" -> new Type.ListOf(type(argument));
      case "set" -> new Type.SetOf(type(argument));
      case "map" -> new Type.MapOf(type(argument));
      case "object" -> objectType(argument, parts.size() > 2 ? parts.get(2) : null);
      case "tuple" -> new Type.TupleOf(types(argument));
      default -> throw new CodecException("unknown type name");
    };
  }

  private static Type objectType(@Nullable Object attributes, @Nullable Object optional) {
    if (!(attributes instanceof Map<?, ?> map)) {
      throw new CodecException("the attributes of an object type must be an object");
    }
    Map<String, Type> types = new TreeMap<>();
    map.forEach((name, type) -> types.put(String.valueOf(name), type(type)));
    Set<String> names = new HashSet<>();
    if (optional instanceof List<?> list) {
      list.forEach(name -> names.add(String.valueOf(name)));
    }
    return new Type.ObjectOf(types, names);
  }

  private static List<Type> types(@Nullable Object elements) {
    if (!(elements instanceof List<?> list)) {
      throw new CodecException("the elements of a tuple type must be an array");
    }
    List<Type> types = new ArrayList<>();
    list.forEach(element -> types.add(type(element)));
    return types;
  }
}
