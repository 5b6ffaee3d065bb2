package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.client.SecretRecord;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What data sources tell of a secret: everything but its values, which the API never returns. */
final class SecretData {

  /** A deployment takes the data source as it takes the resource: it has keys and a revision. */
  static final Columns COLUMNS =
      Columns.of(
          Column.text("uid", "Unique id of the secret. A recreated secret gets a new one."),
          Column.text("description", "Description."),
          Column.text(
              "type",
              "How deployments read it: `env` (environment variables) or `file` (one file per key).",
              json -> SecretRecord.typeOf(content(json))),
          Column.text(
              "path",
              "Directory of the files, for type `file`.",
              json -> content(json).optional("path")),
          Column.text(
              "stage",
              "Where the secret is visible: `build`, `runtime` or `all`.",
              json -> content(json).optional("stage")),
          Column.of(
              "keys",
              new Type.SetOf(Type.STRING),
              "The keys, without values.",
              json -> Value.setOfText(ofItems(json, item -> Optional.of("")).keySet())),
          Column.of(
              "sub_paths",
              new Type.MapOf(Type.STRING),
              "Subdirectories of `path`, by key.",
              json -> Value.mapOfText(ofItems(json, item -> item.optional("sub_path")))),
          Column.number("revision", "Revision number of the content, incremented by each change."),
          Column.of(
              "key_revisions",
              new Type.MapOf(Type.NUMBER),
              "The revision in which each key's value last changed.",
              SecretData::keyRevisions),
          Column.number("used_by", "Number of deployments that use it."),
          Column.text("created_at", "When it was created, in RFC 3339."),
          Column.text("updated_at", "When it was last changed, in RFC 3339."),
          Column.text(
              "creator",
              "Name of the user who created it.",
              json -> json.object("creator").optional("name")));

  private SecretData() {}

  private static JsonObject content(JsonObject secret) {
    return secret.object("content");
  }

  private static Map<String, String> ofItems(
      JsonObject secret, Function<JsonObject, Optional<String>> text) {
    Map<String, String> texts = new TreeMap<>();
    content(secret)
        .objects("items")
        .forEach(
            item -> text.apply(item).ifPresent(found -> texts.put(item.text("key", ""), found)));
    return texts;
  }

  private static Value keyRevisions(JsonObject secret) {
    Map<String, Value> revisions = new TreeMap<>();
    for (JsonObject item : content(secret).objects("items")) {
      if (item.raw("revision") instanceof BigDecimal revision) {
        revisions.put(item.text("key", ""), new Value.Num(revision));
      }
    }
    return new Value.Fields(revisions);
  }
}
