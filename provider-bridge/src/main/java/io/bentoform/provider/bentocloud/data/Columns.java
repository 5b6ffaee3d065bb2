package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The attributes of one kind of object, in a data source of one and in the list of many. */
record Columns(List<Column> all) {

  Columns {
    all = List.copyOf(all);
  }

  static Columns of(Column... columns) {
    return new Columns(List.of(columns));
  }

  /** The attribute of a list of such objects. */
  Attribute listed(String name, String description) {
    return Attribute.nested(name, Nested.Nesting.LIST, attributes())
        .asComputed()
        .describedAs(description);
  }

  Attribute[] attributes() {
    return all.stream().map(Column::attribute).toArray(Attribute[]::new);
  }

  /** These columns after others. */
  Columns after(Column... first) {
    List<Column> joined = new ArrayList<>(List.of(first));
    joined.addAll(all);
    return new Columns(joined);
  }

  /** These columns before others. */
  Columns and(Column... more) {
    List<Column> joined = new ArrayList<>(all);
    joined.addAll(List.of(more));
    return new Columns(joined);
  }

  Map<String, Value> values(JsonObject json) {
    Map<String, Value> values = new TreeMap<>();
    all.forEach(column -> values.put(column.attribute().name(), column.value().apply(json)));
    return values;
  }

  Value object(JsonObject json) {
    return new Value.Fields(values(json));
  }

  Value list(List<JsonObject> objects) {
    return Value.list(objects.stream().map(this::object).toList());
  }
}
