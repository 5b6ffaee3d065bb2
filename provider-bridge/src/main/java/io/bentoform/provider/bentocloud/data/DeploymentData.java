package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What data sources tell of a deployment. */
final class DeploymentData {

  private static final Columns SECRET =
      Columns.of(
          Column.text("name", "Name of the secret."),
          Column.of(
              "keys",
              new Type.SetOf(Type.STRING),
              "The keys that the replicas hold.",
              json -> Value.setOfText(json.texts("keys"))),
          Column.number("revision", "The revision that the replicas hold; null when none runs."),
          Column.text("uid", "Unique id of the secret that they come from."),
          Column.text(
              "state", "`current`, `value_changed`, `keys_changed` or `missing`, as of now."));

  private static final Columns CONDITION =
      Columns.of(
          Column.text("type", "What the condition is about."),
          Column.text("status", "`True`, `False` or `Unknown`."),
          Column.text("reason", "One word."),
          Column.text("message", "For people."));

  static final Columns COLUMNS =
      Columns.of(
          Column.text("uid", "Unique id of the deployment. A recreated one gets a new one."),
          Column.text("status", "Status, such as `running` or `scaled-to-zero`."),
          Column.text("bento", "`name:version` of the bento.", DeploymentData::bento),
          Column.of(
              "urls",
              new Type.ListOf(Type.STRING),
              "Addresses.",
              json -> Value.list(json.texts("urls").stream().map(Value::text).toList())),
          Column.text("endpoint_url", "The first address.", json -> first(json.texts("urls"))),
          Column.number("revision", "Number of the latest revision."),
          Column.number("observed_revision", "The revision that the replicas run."),
          Column.objects(
              "secrets",
              "The attached secrets as the replicas hold them.",
              SECRET,
              json -> json.objects("secrets")),
          Column.of(
              "envs",
              new Type.MapOf(Type.STRING),
              "Environment variables in the open.",
              json -> Value.mapOfText(config(json).pairs("envs", "name"))),
          Column.of(
              "labels",
              new Type.MapOf(Type.STRING),
              "Labels.",
              json -> Value.mapOfText(json.pairs("labels", "key"))),
          Column.flag(
              "access_authorization",
              "Whether calls need an API token.",
              json -> config(json).flag("access_authorization")),
          Column.objects(
              "conditions", "Why it is as it is.", CONDITION, json -> json.objects("conditions")),
          Column.text("created_at", "When it was created, in RFC 3339."),
          Column.text(
              "creator",
              "Name of the user who created it.",
              json -> json.object("creator").optional("name")));

  private DeploymentData() {}

  /** The main version; with several targets the others are canaries. */
  private static JsonObject target(JsonObject deployment) {
    List<JsonObject> targets = deployment.object("latest_revision").objects("targets");
    return targets.stream()
        .filter(each -> targets.size() == 1 || each.text("name", "").equals("main"))
        .findFirst()
        .orElse(JsonObject.EMPTY);
  }

  private static JsonObject config(JsonObject deployment) {
    return target(deployment).object("config");
  }

  private static Optional<String> bento(JsonObject deployment) {
    JsonObject bento = target(deployment).object("bento");
    return bento
        .object("repository")
        .optional("name")
        .flatMap(name -> bento.optional("version").map(version -> name + ":" + version));
  }

  private static Optional<String> first(List<String> texts) {
    return texts.stream().findFirst();
  }
}
