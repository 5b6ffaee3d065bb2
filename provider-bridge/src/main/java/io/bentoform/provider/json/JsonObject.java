package io.bentoform.provider.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A read-only view of a JSON object; a member of another type is treated as absent. */
public record JsonObject(Map<String, @Nullable Object> members) {

  public static final JsonObject EMPTY = new JsonObject(Map.of());

  /** A view of a parsed value; empty when it is not an object. */
  public static Optional<JsonObject> of(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    map.forEach((name, member) -> members.put(String.valueOf(name), member));
    return Optional.of(new JsonObject(members));
  }

  public boolean has(String name) {
    return members.get(name) != null;
  }

  public @Nullable Object raw(String name) {
    return members.get(name);
  }

  public @Nullable String text(String name) {
    return members.get(name) instanceof String text ? text : null;
  }

  public Optional<String> optional(String name) {
    return Optional.ofNullable(text(name));
  }

  public String text(String name, String otherwise) {
    return members.get(name) instanceof String text ? text : otherwise;
  }

  public @Nullable Long integer(String name) {
    return members.get(name) instanceof BigDecimal number ? (Long) number.longValue() : null;
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(members.get(name));
  }

  public JsonObject object(String name) {
    return of(members.get(name)).orElse(EMPTY);
  }

  /** The objects in an array; other elements are skipped. */
  public List<JsonObject> objects(String name) {
    List<JsonObject> objects = new ArrayList<>();
    if (members.get(name) instanceof List<?> list) {
      list.forEach(element -> of(element).ifPresent(objects::add));
    }
    return objects;
  }

  /**
   * The pairs in an array of objects, as a map.
   *
   * @param key the member that is the key; {@code value} is the value
   */
  public Map<String, String> pairs(String name, String key) {
    Map<String, String> pairs = new LinkedHashMap<>();
    objects(name).forEach(pair -> pairs.put(pair.text(key, ""), pair.text("value", "")));
    return pairs;
  }

  /** The strings in an array; other elements are skipped. */
  public List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (members.get(name) instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof String text) {
          texts.add(text);
        }
      }
    }
    return texts;
  }

  /** Omits the members' values, which may be secret. */
  @Override
  public String toString() {
    return "JsonObject" + members.keySet();
  }
}
