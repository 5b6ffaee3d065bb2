package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One attribute of what a data source returns.
 *
 * @param value its value in an object of the API
 */
record Column(Attribute attribute, Function<JsonObject, Value> value) {

  /** A string in the member of the same name; null when there is none. */
  static Column text(String name, String description) {
    return text(name, description, json -> json.optional(name));
  }

  static Column text(String name, String description, Function<JsonObject, Optional<String>> text) {
    return new Column(
        Attribute.computed(name, Type.STRING).describedAs(description),
        json -> text.apply(json).map(Value::text).orElse(Value.ofNull()));
  }

  /** An integer in the member of the same name; null when there is none. */
  static Column number(String name, String description) {
    return new Column(
        Attribute.computed(name, Type.NUMBER).describedAs(description),
        json -> {
          Long number = json.integer(name);
          return number == null ? Value.ofNull() : Value.number(number);
        });
  }

  static Column flag(String name, String description, Function<JsonObject, Boolean> flag) {
    return new Column(
        Attribute.computed(name, Type.BOOL).describedAs(description),
        json -> Value.bool(flag.apply(json)));
  }

  static Column of(String name, Type type, String description, Function<JsonObject, Value> value) {
    return new Column(Attribute.computed(name, type).describedAs(description), value);
  }

  /** An object; null when there is none. */
  static Column object(
      String name,
      String description,
      Columns columns,
      Function<JsonObject, Optional<JsonObject>> object) {
    return new Column(
        Attribute.nested(name, Nested.Nesting.SINGLE, columns.attributes())
            .asComputed()
            .describedAs(description),
        json -> object.apply(json).map(columns::object).orElse(Value.ofNull()));
  }

  /** A list of objects. */
  static Column objects(
      String name,
      String description,
      Columns columns,
      Function<JsonObject, List<JsonObject>> objects) {
    return new Column(columns.listed(name, description), json -> columns.list(objects.apply(json)));
  }
}
