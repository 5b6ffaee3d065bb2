package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A secret as returned by the API, without values.
 *
 * @param type {@code env} or {@code file}
 * @param path null for environment variables
 * @param revision null on a plain BentoCloud
 * @param unchanged whether a write changed nothing
 */
public record SecretRecord(
    Origin origin,
    String name,
    @Nullable String cluster,
    String description,
    String type,
    @Nullable String path,
    String stage,
    Map<String, Item> items,
    @Nullable Long revision,
    boolean unchanged)
    implements ObjectRecord {

  /**
   * One key.
   *
   * @param revision the revision in which the value last changed, null on a plain BentoCloud
   */
  public record Item(@Nullable String subPath, @Nullable Long revision) {}

  /** The API's name of the type {@code file}. */
  static final String WIRE_FILE = "mountfile";

  /** The type of a content or a template in the words of users; empty when the API tells none. */
  public static Optional<String> typeOf(JsonObject content) {
    return content.optional("type").map(type -> type.equals(WIRE_FILE) ? "file" : type);
  }

  public Set<String> keys() {
    return items.keySet();
  }

  /** The sub paths of the keys that have one. */
  public Map<String, String> subPaths() {
    Map<String, String> subPaths = new TreeMap<>();
    items.forEach(
        (key, item) -> {
          String subPath = item.subPath();
          if (subPath != null && !subPath.isEmpty()) {
            subPaths.put(key, subPath);
          }
        });
    return subPaths;
  }

  /** Where a replica finds the value of a key: equal for keys of the same name that conflict. */
  public String location(String key) {
    return type.equals("env") ? type : path + "/" + subPaths().getOrDefault(key, "");
  }

  /**
   * The revision in which the value of each key last changed; null when the API has no revisions.
   */
  public @Nullable Map<String, Long> keyRevisions() {
    Map<String, Long> revisions = new TreeMap<>();
    for (Map.Entry<String, Item> item : items.entrySet()) {
      Long revision = item.getValue().revision();
      if (revision == null) {
        return null;
      }
      revisions.put(item.getKey(), revision);
    }
    return revisions;
  }

  static SecretRecord of(JsonObject json) {
    JsonObject content = json.object("content");
    Map<String, Item> items = new LinkedHashMap<>();
    for (JsonObject item : content.objects("items")) {
      items.put(item.text("key", ""), new Item(item.text("sub_path"), item.integer("revision")));
    }
    boolean file = content.text("type", "").equals(WIRE_FILE);
    // A secret without a stage is visible in all stages.
    return new SecretRecord(
        Origin.of(json),
        json.text("name", ""),
        json.object("cluster").text("name"),
        json.text("description", ""),
        file ? "file" : "env",
        file ? content.text("path") : null,
        content.text("stage", "all"),
        items,
        json.integer("revision"),
        json.flag("unchanged"));
  }
}
