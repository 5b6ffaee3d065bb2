package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.resource.DataSource;
import io.bentoform.provider.schema.Attribute;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bentos. A deployment that takes its {@code bento} from the latest version, or a trigger from its
 * digest, follows what is pushed.
 */
final class BentoData {

  private static final String VERSION = "version";
  private static final String[] REPOSITORIES = {"api", "v1", "bento_repositories"};

  private static final Columns COLUMNS =
      Columns.of(
          Column.text("uid", "Unique id of the version."),
          Column.text(
              "digest",
              "SHA-256 of the archive, in hexadecimal. It changes when the same version is pushed"
                  + " again. Null before the upload, and on a plain BentoCloud."),
          Column.text(
              "upload_status",
              "Status of the upload: `pending`, `uploading`, `success` or `failed`."),
          Column.text("description", "Description."),
          Column.of(
              "services",
              new Type.ListOf(Type.STRING),
              "Names of its services.",
              json ->
                  Value.list(
                      json.object("manifest").objects("services").stream()
                          .map(each -> Value.text(each.text("name", "")))
                          .toList())),
          Column.text("build_at", "When it was built, in RFC 3339."),
          Column.text("created_at", "When it was first pushed, in RFC 3339."));

  private BentoData() {}

  static List<DataSource> sources(ApiAccess access) {
    return List.of(one(access), all(access));
  }

  private static DataSource one(ApiAccess access) {
    return new Lookup(
        access,
        "bentocloud_bento",
        Lookup.schema(
            "Reads a version of a bento: the latest, or a given one.",
            List.of(
                Lookup.nameArgument("bento, without a version"),
                Attribute.optionalComputed(VERSION, Type.STRING)
                    .describedAs("Version. Defaults to the one that was pushed last.")),
            COLUMNS
                .after(
                    Column.text(
                        "tag",
                        "Tag, `name:version`, as deployments take it.",
                        json -> Optional.empty()))
                .attributes()),
        "read the bento",
        (api, question) -> {
          String name = question.text(Lookup.NAME);
          String wanted = question.text(VERSION);
          JsonObject found =
              find(api, name, wanted)
                  .orElseThrow(
                      () -> Lookup.unknown("bento", wanted.isEmpty() ? name : name + ":" + wanted));
          Map<String, Value> values = COLUMNS.values(found);
          String version = found.text(VERSION, "");
          values.put(VERSION, Value.text(version));
          values.put("tag", Value.text(name + ":" + version));
          return values;
        });
  }

  private static Optional<JsonObject> find(ControlApi api, String name, String version) {
    return version.isEmpty()
        ? api.objects(REPOSITORIES)
            .find(null, name)
            .map(repository -> repository.object("latest_bento"))
            .filter(latest -> latest.has(VERSION))
        : api.objects("api", "v1", "bento_repositories", name, "bentos").find(null, version);
  }

  private static DataSource all(ApiAccess access) {
    Columns each =
        COLUMNS.after(
            Column.text(
                "name", "Name of the bento.", json -> json.object("repository").optional("name")),
            Column.text(VERSION, "Version of the bento."),
            Column.text(
                "tag",
                "Tag, `name:version`, as deployments take it.",
                json ->
                    json.object("repository")
                        .optional("name")
                        .map(name -> name + ":" + json.text(VERSION, ""))));
    return new Lookup(
        access,
        "bentocloud_bentos",
        Lookup.schema(
            "Lists the versions of bentos, the latest first.",
            List.of(
                Attribute.optional("query", Type.STRING)
                    .describedAs(
                        "Lists only matching versions, in the query language of the API's lists, such"
                            + " as `summarizer is:uploaded`. Without it all are listed.")),
            each.listed("bentos", "The versions, the latest first.")),
        "list the bentos",
        (api, question) ->
            Map.of(
                "bentos",
                each.list(
                    api.objects("api", "v1", "bentos").all(null, question.optional("query")))));
  }
}
