package io.bentoform.provider.walk;

import io.bentoform.provider.cty.Value;
import java.util.Map;
import java.util.TreeMap;

/** What a configuration says: with what is said by saying nothing, and in one spelling. */
final class Meaning {

  private static final Value.Fields EMPTY = new Value.Fields(Map.of());

  private Meaning() {}

  /** What a state shows of a secret. */
  static Value.Fields shown(Value.Fields secret) {
    Map<String, Value> shown = new TreeMap<>(settings(secret).entries());
    shown.put("name", secret.get("name"));
    shown.put("cluster", Value.text("default"));
    shown.put("description", or(secret.get("description"), Value.text("")));
    shown.put("sub_paths", secret.get("sub_paths"));
    shown.put("values_wo_version", secret.get("values_wo_version"));
    return new Value.Fields(shown);
  }

  /** What makes a revision of a secret beside its values. */
  static Value.Fields settings(Value.Fields secret) {
    String path = secret.get("path").asText().orElse("$BENTOML_HOME").replaceFirst("/$", "");
    return new Value.Fields(
        Map.of(
            "type", or(secret.get("type"), Value.text("env")),
            "path", Edits.isFile(secret) ? Value.text(path) : Value.ofNull(),
            "stage", or(secret.get("stage"), Value.text("runtime")),
            "sub_paths", or(secret.get("sub_paths"), EMPTY)));
  }

  /** What a state shows of a deployment, but for its name and its secrets. */
  static Value.Fields shown(Wanted wanted) {
    Value.Fields deployment = wanted.deployment().orElse(EMPTY);
    Map<String, Value> shown = new TreeMap<>(deployment.entries());
    shown.remove("name");
    for (String name : new String[] {"envs", "labels", "restart_trigger", "timeouts", "canary"}) {
      shown.put(name, deployment.get(name));
    }
    shown.put(
        "access_authorization", or(deployment.get("access_authorization"), Value.bool(false)));
    shown.put("recreate_on_key_change", Value.bool(recreates(deployment)));
    shown.put("wait_for_rollout", or(deployment.get("wait_for_rollout"), Value.bool(true)));
    shown.put("services", services(deployment, false));
    shown.put("secrets", wanted.attached().isPresent() ? Value.bool(true) : Value.ofNull());
    return new Value.Fields(shown);
  }

  /** What a rollout brings about. */
  static Value.Fields runs(Value.Fields deployment) {
    return new Value.Fields(
        Map.of(
            "bento", deployment.get("bento"),
            "access", or(deployment.get("access_authorization"), Value.bool(false)),
            "envs", or(deployment.get("envs"), EMPTY),
            "restart_trigger", deployment.get("restart_trigger"),
            "canary", canary(deployment.get("canary")),
            "services", services(deployment, true)));
  }

  private static Value canary(Value canary) {
    boolean none = canary.asMap().getOrDefault("versions", EMPTY).asMap().isEmpty();
    return none ? Value.ofNull() : canary;
  }

  static boolean recreates(Value.Fields deployment) {
    return deployment.get("recreate_on_key_change").asBool(true);
  }

  /** The settings of the service; without what says nothing if that is asked for. */
  private static Value services(Value.Fields deployment, boolean meant) {
    Map<String, Value> service =
        new TreeMap<>(
            deployment.get("services").asMap().getOrDefault(Server.SERVICE, EMPTY).asMap());
    service.computeIfPresent("config_overrides", (name, json) -> overrides(json));
    if (meant) {
      service.computeIfPresent("envs", (name, envs) -> or(envs, EMPTY));
      service.computeIfPresent(
          "scaling",
          (name, scaling) -> {
            Value.Fields bounds = (Value.Fields) scaling;
            return bounds.with("max_replicas", or(bounds.get("max_replicas"), Value.number(1)));
          });
    }
    return new Value.Fields(service);
  }

  private static Value overrides(Value json) {
    return json.asText().filter(text -> text.startsWith("{ ")).isPresent()
        ? Value.text("{\"traffic\":{\"timeout\":1},\"workers\":1}")
        : json;
  }

  private static Value or(Value value, Value otherwise) {
    return value.isNull() ? otherwise : value;
  }
}
