package io.bentoform.provider.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The content of a secret to write; {@code toString} omits the values.
 *
 * @param type {@code env} or {@code file}
 * @param values all keys; a null value keeps the stored value of that key
 * @param subPaths key to sub path, for the keys that have one
 */
public record SecretContent(
    String type,
    @Nullable String path,
    String stage,
    Map<String, @Nullable String> values,
    Map<String, String> subPaths) {

  Map<String, @Nullable Object> body() {
    List<@Nullable Object> items = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          Map<String, @Nullable Object> item = Call.members();
          item.put("key", key);
          item.put("value", value);
          item.put("sub_path", subPaths.get(key));
          items.add(item);
        });
    Map<String, @Nullable Object> body = Call.members();
    body.put("type", type.equals("file") ? SecretRecord.WIRE_FILE : type);
    body.put("path", path);
    body.put("stage", stage);
    body.put("items", items);
    return body;
  }

  Set<String> hidden() {
    Set<String> hidden = new TreeSet<>();
    for (String value : values.values()) {
      if (value != null) {
        hidden.add(value);
      }
    }
    return hidden;
  }

  @Override
  public String toString() {
    return "SecretContent" + values.keySet();
  }
}
