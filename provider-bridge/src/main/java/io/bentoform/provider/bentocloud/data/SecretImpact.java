package io.bentoform.provider.bentocloud.data;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ClusterSchemas;
import io.bentoform.provider.client.JsonObjects;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.resource.DataSource;
import io.bentoform.provider.schema.Attribute;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a secret would lead to, told by names of keys: a data source is stored, so it
 * takes no values. The API compares values; a changed one is represented by a random text.
 */
final class SecretImpact {

  private static final String KEYS = "keys";
  private static final String CHANGED = "changed_keys";
  private static final String DELETED = "deleted";

  private static final Columns DEPLOYMENT =
      Columns.of(
          Column.text("name", "Name of the deployment."),
          Column.text("cluster", "Name of its cluster."),
          Column.text("uid", "Unique id of the deployment."),
          Column.text("status", "Status, such as `running` or `scaled-to-zero`."),
          Column.text("effect", "What would happen to it: `restart`, `recreate` or `none`."),
          Column.of(
              KEYS,
              new Type.SetOf(Type.STRING),
              "Keys in which the secret would differ from what the replicas use.",
              json -> Value.setOfText(json.texts(KEYS))),
          Column.of(
              "start_seconds",
              Type.NUMBER,
              "How long its last start took, in seconds; null when it is not known.",
              json ->
                  json.raw("start_seconds") instanceof BigDecimal seconds
                      ? new Value.Num(seconds)
                      : Value.ofNull()));

  private SecretImpact() {}

  static DataSource source(ApiAccess access) {
    return new Lookup(
        access,
        "bentocloud_secret_impact",
        Lookup.schema(
            "Tells what a change of a secret would do to each deployment that uses it, without"
                + " changing anything. It takes names of keys and no values.",
            List.of(
                Lookup.nameArgument("secret"),
                ClusterSchemas.clusterArgument(),
                Attribute.optional(KEYS, new Type.SetOf(Type.STRING))
                    .describedAs("All keys after the change. Defaults to the present ones."),
                Attribute.optional(CHANGED, new Type.SetOf(Type.STRING))
                    .describedAs("Keys whose values change. Defaults to none."),
                Attribute.optional(DELETED, Type.BOOL)
                    .describedAs(
                        "Whether to ask about the deletion of the secret instead. Defaults to `false`.")),
            set("added", "Keys that the secret would gain."),
            set("removed", "Keys that the secret would lose."),
            DEPLOYMENT.listed("deployments", "Every deployment that uses the secret."),
            set("restarts", "Names of the deployments that would restart."),
            set("recreates", "Names of the deployments that would be recreated.")),
        "ask for the impact on the secret",
        (api, question) -> {
          JsonObjects secrets = api.objects("api", "v1", "org_secrets");
          String name = question.text(Lookup.NAME);
          JsonObject secret =
              secrets
                  .find(question.cluster(), name)
                  .orElseThrow(() -> Lookup.unknown("secret", name));
          JsonObject impact =
              secrets.ask(question.cluster(), name, "impact", body(secret, question.config()));
          return values(impact);
        });
  }

  private static Attribute set(String name, String description) {
    return Attribute.computed(name, new Type.SetOf(Type.STRING)).describedAs(description);
  }

  private static Map<String, Value> values(JsonObject impact) {
    Map<String, Value> values = new LinkedHashMap<>();
    values.put("added", Value.setOfText(impact.texts("added")));
    values.put("removed", Value.setOfText(impact.texts("removed")));
    values.put("deployments", DEPLOYMENT.list(impact.objects("deployments")));
    values.put("restarts", withEffect(impact, "restart"));
    values.put("recreates", withEffect(impact, "recreate"));
    return values;
  }

  private static Value withEffect(JsonObject impact, String effect) {
    return Value.setOfText(
        impact.objects("deployments").stream()
            .filter(each -> each.text("effect", "").equals(effect))
            .map(each -> each.text("name", ""))
            .toList());
  }

  private static Map<String, @Nullable Object> body(JsonObject secret, Value.Fields config) {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    if (config.get(DELETED).asBool(false)) {
      body.put("delete", true);
      return body;
    }
    JsonObject content = secret.object("content");
    Map<String, JsonObject> known = new LinkedHashMap<>();
    content.objects("items").forEach(item -> known.put(item.text("key", ""), item));
    Set<String> changed = config.get(CHANGED).asTextSet();
    Set<String> keys = new TreeSet<>(changed);
    keys.addAll(config.get(KEYS).isPresent() ? config.get(KEYS).asTextSet() : known.keySet());
    List<@Nullable Object> items = new ArrayList<>();
    for (String key : keys) {
      Map<String, @Nullable Object> item = new LinkedHashMap<>();
      JsonObject there = known.get(key);
      item.put("key", key);
      item.put("sub_path", there == null ? null : there.raw("sub_path"));
      item.put("value", there == null || changed.contains(key) ? Origin.newUid() : null);
      items.add(item);
    }
    Map<String, @Nullable Object> sent = new LinkedHashMap<>(content.members());
    sent.put("items", items);
    body.put("content", sent);
    return body;
  }
}
