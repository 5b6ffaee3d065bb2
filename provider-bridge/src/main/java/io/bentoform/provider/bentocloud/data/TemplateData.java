package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.client.SecretRecord;
import io.bentoform.provider.resource.DataSource;
import java.util.List;
import java.util.Map;

/** The templates of secrets for well-known services. */
final class TemplateData {

  private static final Columns ITEM =
      Columns.of(
          Column.text("key", "Key, as the libraries of the service read it."),
          Column.text("label", "Label of the field, for people."),
          Column.text("hint", "What the value is, and where to get it."),
          Column.text("link", "Address of the service's documentation."),
          Column.text("pattern", "Regular expression that a whole value matches; null for any."),
          Column.flag(
              "optional",
              "Whether a secret is complete without it.",
              json -> json.flag("optional")),
          Column.text("sub_path", "Subdirectory of `path`, for type `file`."));

  private static final Columns TEMPLATE =
      Columns.of(
          Column.text("name", "Name of the template, and a name for the secret."),
          Column.text("title", "Name of the service, for people."),
          Column.text("description", "Description."),
          Column.text(
              "type", "How deployments read the values: `env` or `file`.", SecretRecord::typeOf),
          Column.text("path", "Directory of the files, for type `file`."),
          Column.objects("items", "Keys of the secret.", ITEM, json -> json.objects("items")));

  private TemplateData() {}

  static DataSource source(ApiAccess access) {
    return new Lookup(
        access,
        "bentocloud_secret_templates",
        Lookup.schema(
            "Lists templates of secrets for well-known services, with the keys that they need. A"
                + " template has no values.",
            List.of(),
            TEMPLATE.listed("templates", "All templates.")),
        "list the secret templates",
        (api, question) ->
            Map.of(
                "templates",
                TEMPLATE.list(api.objects("api", "v1", "secret_templates").all(null, null))));
  }
}
