package io.bentoform.provider.validation;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import java.util.Optional;

/** JSON objects in strings. */
public final class JsonText {

  private JsonText() {}

  static boolean isObject(String text) {
    return parse(text).isPresent();
  }

  /** Whether two strings contain the same JSON object. */
  public static boolean isSame(Value one, Value other) {
    Optional<JsonObject> first = one.asText().flatMap(JsonText::parse);
    return first.isPresent() && first.equals(other.asText().flatMap(JsonText::parse));
  }

  private static Optional<JsonObject> parse(String text) {
    try {
      return JsonObject.of(Json.parse(text));
    } catch (Json.ParseException e) {
      return Optional.empty();
    }
  }
}
