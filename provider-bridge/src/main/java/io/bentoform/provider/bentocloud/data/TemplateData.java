package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.resource.DataSource;
import java.util.List;
import java.util.Map;

/** The templates of secrets for well-known services. */
final class TemplateData {

  private static final Columns ITEM =
      Columns.of(
          Column.text("key", "Key, as the libraries of the service read it."),
          Column.text("label", "Label."),
          Column.text("hint", "What the value is, and where to get it."),
          Column.text("link", "Documentation of the service."),
          Column.text("pattern", "Regular expression that a whole value matches; null for any."),
          Column.flag(
              "optional",
              "Whether a secret is complete without it.",
              json -> json.flag("optional")),
          Column.text("sub_path", "Subdirectory of the file."));

  private static final Columns TEMPLATE =
      Columns.of(
          Column.text("name", "A name for the secret."),
          Column.text("title", "The service."),
          Column.text("description", "Description."),
          Column.text(
              "type",
              "`env` or `file`.",
              json -> json.optional("type").map(type -> type.equals("mountfile") ? "file" : type)),
          Column.text("path", "Directory of the files."),
          Column.objects("items", "The keys.", ITEM, json -> json.objects("items")));

  private TemplateData() {}

  static DataSource source(ApiAccess access) {
    return new Lookup(
        access,
        "bentocloud_secret_templates",
        Lookup.schema(
            "Lists templates of secrets for well-known services: which keys they need. A template"
                + " has no values.",
            List.of(),
            TEMPLATE.listed("templates", "All templates.")),
        "list the secret templates",
        (api, question) ->
            Map.of(
                "templates",
                TEMPLATE.list(api.objects("api", "v1", "secret_templates").all(null, null))));
  }
}
