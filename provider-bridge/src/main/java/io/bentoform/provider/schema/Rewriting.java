package io.bentoform.provider.schema;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walks through the attributes of an object and those of the objects nested in it. */
record Rewriting(Function<Place, Value> step) {

  Value.Fields object(
      Path path,
      Map<String, Attribute> attributes,
      Value.Fields object,
      @Nullable Value prior,
      @Nullable Value config) {
    Map<String, Value> entries = new TreeMap<>(object.entries());
    attributes.forEach(
        (name, attribute) ->
            entries.put(
                name,
                attribute(
                    new Place(
                        path.attribute(name),
                        attribute,
                        object.get(name),
                        member(prior, name),
                        member(config, name)))));
    return new Value.Fields(entries);
  }

  private static @Nullable Value member(@Nullable Value object, String name) {
    return object instanceof Value.Fields fields ? fields.get(name) : null;
  }

  private Value attribute(Place place) {
    Value value = step.apply(place);
    Nested nested = place.attribute().nested();
    if (nested == null) {
      return value;
    }
    Path path = place.path();
    return switch (value) {
      case Value.Sequence(List<Value> elements) -> {
        List<Value> rewritten = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
          Value each = elements.get(i);
          Value prior = element(place.prior(), i);
          rewritten.add(inside(path.index(i), nested, each, prior, element(place.config(), i)));
        }
        yield Value.list(rewritten);
      }
      case Value.Fields map when nested.nesting() == Nested.Nesting.MAP -> {
        Map<String, Value> rewritten = new TreeMap<>(map.entries());
        rewritten.replaceAll(
            (key, each) -> {
              Value prior = entry(place.prior(), key);
              return inside(path.key(key), nested, each, prior, entry(place.config(), key));
            });
        yield new Value.Fields(rewritten);
      }
      default -> inside(path, nested, value, place.prior(), place.config());
    };
  }

  private Value inside(
      Path path, Nested nested, Value value, @Nullable Value prior, @Nullable Value config) {
    return value instanceof Value.Fields object
        ? object(path, nested.attributes(), object, prior, config)
        : value;
  }

  private static @Nullable Value element(@Nullable Value list, int index) {
    return list instanceof Value.Sequence(List<Value> elements) && index < elements.size()
        ? elements.get(index)
        : null;
  }

  private static @Nullable Value entry(@Nullable Value map, String key) {
    return map instanceof Value.Fields(Map<String, Value> entries) ? entries.get(key) : null;
  }
}
