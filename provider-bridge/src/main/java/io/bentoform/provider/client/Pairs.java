package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Converts string maps from and to the API's arrays of pairs. */
public final class Pairs {

  private Pairs() {}

  /** Environment variables as {@code [{name, value}]}, null when there are none. */
  public static @Nullable List<@Nullable Object> envs(Map<String, String> map) {
    List<@Nullable Object> pairs = pairs(map, "name");
    return pairs.isEmpty() ? null : pairs;
  }

  /** Environment variables as {@code [{name, value}]}, an empty array when there are none. */
  public static List<@Nullable Object> named(Map<String, String> map) {
    return pairs(map, "name");
  }

  /** Labels as {@code [{key, value}]}; an empty array removes all. */
  public static List<@Nullable Object> labels(Map<String, String> map) {
    return pairs(map, "key");
  }

  private static List<@Nullable Object> pairs(Map<String, String> map, String first) {
    List<@Nullable Object> pairs = new ArrayList<>();
    map.forEach(
        (name, value) -> {
          Map<String, @Nullable Object> pair = Call.members();
          pair.put(first, name);
          pair.put("value", value);
          pairs.add(pair);
        });
    return pairs;
  }

  static Map<String, String> decodeEnvs(@Nullable Object json) {
    Map<String, String> envs = new TreeMap<>();
    if (json instanceof List<?> list) {
      for (Object element : list) {
        JsonObject.of(element)
            .ifPresent(pair -> envs.put(pair.text("name", ""), pair.text("value", "")));
      }
    }
    return envs;
  }
}
