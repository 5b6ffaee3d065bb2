package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;

/** What data sources tell of a deployment. */
final class DeploymentData {

  private static final Columns SECRET =
      Columns.of(
          Column.text("name", "Name of the secret."),
          Column.of(
              "keys",
              new Type.SetOf(Type.STRING),
              "Keys that the replicas have.",
              json -> Value.setOfText(json.texts("keys"))),
          Column.number("revision", "Revision that the replicas use; null when none runs."),
          Column.text("uid", "Unique id of the secret that the values come from."),
          Column.text(
              "state",
              "What has happened to the secret since: `current` (nothing), `value_changed`,"
                  + " `keys_changed` or `missing`."));

  private static final Columns CONDITION =
      Columns.of(
          Column.text("type", "What the condition is about."),
          Column.text("status", "Whether the condition applies: `True`, `False` or `Unknown`."),
          Column.text("reason", "Reason in one word, for programs."),
          Column.text("message", "Explanation, for people."));

  static final Columns COLUMNS =
      Columns.of(
          Column.text("uid", "Unique id of the deployment. A recreated one gets a new one."),
          Column.text("status", "Status, such as `running` or `scaled-to-zero`."),
          Column.text(
              "bento",
              "Bento that it runs, as `name:version`.",
              json -> DeploymentRecord.bentoOf(DeploymentRecord.mainTarget(json))),
          Column.of(
              "urls",
              new Type.ListOf(Type.STRING),
              "Addresses of the deployment.",
              json -> Value.list(json.texts("urls").stream().map(Value::text).toList())),
          Column.text(
              "endpoint_url",
              "The first of `urls`; null when there is none.",
              json -> json.texts("urls").stream().findFirst()),
          Column.number("revision", "Number of the latest revision, incremented by each rollout."),
          Column.number("observed_revision", "Number of the revision that the replicas run."),
          Column.objects(
              "secrets",
              "Attached secrets, as the replicas use them.",
              SECRET,
              json -> json.objects("secrets")),
          Column.of(
              "envs",
              new Type.MapOf(Type.STRING),
              "Environment variables of all services, without those of secrets.",
              json -> Value.mapOfText(config(json).pairs("envs", "name"))),
          Column.of(
              "labels",
              new Type.MapOf(Type.STRING),
              "Labels of the deployment.",
              json -> Value.mapOfText(json.pairs("labels", "key"))),
          Column.flag(
              "access_authorization",
              "Whether requests to the endpoint require an API token.",
              json -> config(json).flag("access_authorization")),
          Column.objects(
              "conditions",
              "Conditions that explain the status.",
              CONDITION,
              json -> json.objects("conditions")),
          Column.text("created_at", "When it was created, in RFC 3339."),
          Column.text(
              "creator",
              "Name of the user who created it.",
              json -> json.object("creator").optional("name")));

  private DeploymentData() {}

  private static JsonObject config(JsonObject deployment) {
    return DeploymentRecord.mainTarget(deployment).object("config");
  }
}
