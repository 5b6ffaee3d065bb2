package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An object as returned by the API, of a kind that has no form of its own here.
 *
 * @param json all of it
 */
public record PlainRecord(Origin origin, String name, @Nullable String cluster, JsonObject json)
    implements ObjectRecord {

  public static PlainRecord of(JsonObject json) {
    return new PlainRecord(
        Origin.of(json),
        json.text("display_name", json.text("name", "")),
        json.object("cluster").text("name"),
        json);
  }
}
