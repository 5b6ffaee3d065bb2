package io.bentoform.provider.resource;

import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Private state: data that a provider stores with an object, not shown to the user. It is stored
 * unencrypted and must not contain secrets.
 */
public record PrivateState(Map<String, String> entries) {

  public static final PrivateState EMPTY = new PrivateState(Map.of());

  public PrivateState {
    entries = java.util.Collections.unmodifiableMap(new TreeMap<>(entries));
  }

  public Optional<String> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  public PrivateState with(String key, String value) {
    Map<String, String> copy = new TreeMap<>(entries);
    copy.put(key, value);
    return new PrivateState(copy);
  }

  public PrivateState without(String key) {
    Map<String, String> copy = new TreeMap<>(entries);
    copy.remove(key);
    return new PrivateState(copy);
  }

  /** Encodes the entries; an empty array when there are none. */
  public byte[] encode() {
    return entries.isEmpty() ? new byte[0] : Json.write(entries).getBytes(StandardCharsets.UTF_8);
  }

  /** Decodes entries; unreadable input is treated as empty. */
  public static PrivateState decode(byte[] bytes) {
    if (bytes.length == 0) {
      return EMPTY;
    }
    try {
      Map<String, String> entries = new TreeMap<>();
      JsonObject.of(Json.parse(new String(bytes, StandardCharsets.UTF_8)))
          .orElse(JsonObject.EMPTY)
          .members()
          .forEach(
              (key, value) -> {
                if (value instanceof String text) {
                  entries.put(key, text);
                }
              });
      return new PrivateState(entries);
    } catch (Json.ParseException e) {
      return EMPTY;
    }
  }
}
