package io.bentoform.provider.bentocloud;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.schema.Schema;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Maps JSON pointers into a request body to attribute paths, where the body has the names of the
 * schema. What the schema does not have ends the path.
 */
public final class Pointers {

  /** Messages name a setting of a service, not the parts of a setting. */
  private static final int DEEPEST = 4;

  private Pointers() {}

  /** The path that a pointer means in an object; the root when it means no attribute. */
  public static Path path(Schema schema, Value.Fields object, String pointer) {
    Iterator<String> segments = ApiErrors.segments(pointer).iterator();
    return member(Path.ROOT, schema.attributes(), object, segments);
  }

  private static Path member(
      Path path, Map<String, Attribute> attributes, Value object, Iterator<String> rest) {
    String name = rest.hasNext() ? rest.next() : "";
    Attribute attribute = attributes.get(name);
    if (attribute == null) {
      return path;
    }
    Value value = object.get(name);
    Path here = path.attribute(name);
    Nested nested = attribute.nested();
    if (nested != null && here.steps().size() < DEEPEST) {
      return inside(here, nested, value, rest);
    }
    return attribute.type() instanceof Type.MapOf
        ? entry(here, List.copyOf(value.asMap().keySet()), rest)
        : here;
  }

  private static Path inside(Path path, Nested nested, Value value, Iterator<String> rest) {
    if (nested.nesting() == Nested.Nesting.SINGLE || !rest.hasNext()) {
      return member(path, nested.attributes(), value, rest);
    }
    String key = rest.next();
    if (nested.nesting() == Nested.Nesting.MAP) {
      Value element = value.get(key);
      return member(path.key(key), nested.attributes(), element, rest);
    }
    if (!isIndex(key)) {
      return path;
    }
    Path element = path.index(Integer.parseInt(key));
    // An object that is attached by its name is sent as a string.
    return nested.attributes().containsKey("name") && !rest.hasNext()
        ? element.attribute("name")
        : element;
  }

  /** A map is sent as an array of pairs: the index is that of the key in the order of the map. */
  public static Path entry(Path map, List<String> keys, Iterator<String> rest) {
    String index = rest.hasNext() ? rest.next() : "";
    return isIndex(index) && Integer.parseInt(index) < keys.size()
        ? map.key(keys.get(Integer.parseInt(index)))
        : map;
  }

  private static boolean isIndex(String text) {
    return text.matches("\\d{1,6}");
  }
}
