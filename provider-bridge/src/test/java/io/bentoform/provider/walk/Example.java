package io.bentoform.provider.walk;

import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Configurations of one resource type for the conformance suite, as JSON in which {@code NAME} is
 * the name of an object.
 *
 * @param first creates an object
 * @param changes each is an update in place of the first
 * @param replacements each replaces the first
 * @param needsKnown attributes that must be known in a plan: it is refused while they are unknown
 * @param importId by which it is imported
 * @param identities by each of which it is imported too
 */
record Example(
    String first,
    List<String> changes,
    List<String> replacements,
    List<String> needsKnown,
    String importId,
    List<Map<String, String>> identities) {

  private static final String IN_CLUSTER = "NAME";
  private static final List<Map<String, String>> NAMED =
      List.of(Map.of("name", "NAME"), Map.of("name", "NAME", "cluster", "default"));

  /** One for each resource type: a new type gets an entry here. */
  private static final Map<String, Example> ALL =
      Map.of(
          "bentocloud_secret",
          new Example(
              """
              {"name": "NAME", "values_wo": {"A": "a", "B": "b"}}
              """,
              List.of(
                  """
                  {"name": "NAME", "values_wo": {"A": "a", "B": "other"}}
                  """,
                  """
                  {"name": "NAME", "values_wo": {"A": "a", "C": "c"}, "description": "changed"}
                  """,
                  """
                  {"name": "NAME", "values_wo": {"A": "a", "B": "b"}, "stage": "all"}
                  """,
                  """
                  {"name": "NAME", "type": "file", "values_wo": {"A": "a", "B": "b"},
                   "path": "$BENTOML_HOME/x/", "sub_paths": {"A": "deep"}}
                  """,
                  """
                  {"name": "NAME", "values_wo": {"A": "a", "B": "b"}, "values_wo_version": "2"}
                  """),
              List.of(
                  """
                  {"name": "NAME-renamed", "cluster": "default", "values_wo": {"A": "a", "B": "b"}}
                  """),
              List.of("values_wo"),
              IN_CLUSTER,
              NAMED),
          "bentocloud_deployment",
          new Example(
              """
              {"name": "NAME", "bento": "walked:v1", "labels": {"a": "b"}}
              """,
              List.of(
                  """
                  {"name": "NAME", "bento": "walked:v2", "labels": {"a": "b"}}
                  """,
                  """
                  {"name": "NAME", "bento": "walked:v1", "labels": {"a": "c"}}
                  """,
                  """
                  {"name": "NAME", "bento": "walked:v1", "envs": {"E": "f"},
                   "restart_trigger": {"t": "1"}, "timeouts": {"update": "5m"},
                   "services": {"Walked": {"scaling": {"max_replicas": 2},
                     "config_overrides": "{ \\"workers\\" : 1 }"}}}
                  """,
                  """
                  {"name": "NAME", "bento": "walked:v1", "canary": {"versions": {
                     "next": {"bento": "walked:v2", "weight": 10, "envs": {"E": "f"},
                       "services": {"Walked": {"scaling": {"max_replicas": 2}}}},
                     "same": {}}}}
                  """,
                  """
                  {"name": "NAME", "bento": "walked:v1", "canary": {"route_type": "header",
                     "route_by": "X-User", "versions": {"next": {"weight": 100}}}}
                  """,
                  """
                  {"name": "NAME", "bento": "walked:v1", "wait_for_rollout": false,
                   "recreate_on_key_change": false, "access_authorization": true}
                  """),
              List.of(
                  """
                  {"name": "NAME-renamed", "cluster": "default", "bento": "walked:v1"}
                  """),
              List.of(),
              IN_CLUSTER,
              NAMED),
          "bentocloud_cluster",
          new Example(
              """
              {"name": "NAME"}
              """,
              List.of(
                  """
                  {"name": "NAME", "description": "changed"}
                  """),
              List.of(
                  """
                  {"name": "NAME-renamed"}
                  """),
              List.of(),
              "NAME",
              List.of(Map.of("name", "NAME"))),
          "bentocloud_instance_type",
          new Example(
              """
              {"name": "NAME", "cpu": "500m", "memory": "1Gi"}
              """,
              List.of(
                  """
                  {"name": "NAME", "cpu": "2", "memory": "4Gi", "description": "changed"}
                  """,
                  """
                  {"name": "NAME", "cpu": "2", "memory": "4Gi", "gpu": "1", "price": "1.20",
                   "gpu_type": "nvidia-l4", "gpu_memory": "24Gi", "cluster": "default"}
                  """),
              List.of(
                  """
                  {"name": "NAME-renamed", "cpu": "500m", "memory": "1Gi"}
                  """),
              List.of(),
              IN_CLUSTER,
              NAMED),
          "bentocloud_api_token",
          new Example(
              """
              {"name": "NAME", "scopes": ["read_cluster"], "token_wo": "TOKEN"}
              """,
              List.of(
                  """
                  {"name": "NAME", "scopes": ["read_cluster", "read_organization"],
                   "token_wo": "TOKEN", "description": "changed"}
                  """,
                  """
                  {"name": "NAME", "scopes": ["read_cluster"], "token_wo": "TOKEN"}
                  """),
              List.of(
                  """
                  {"name": "NAME", "scopes": ["read_cluster"], "token_wo": "TOKEN",
                   "token_wo_version": "2", "expires_at": "2126-01-01T00:00:00Z"}
                  """),
              List.of(),
              "UID",
              List.of(Map.of("uid", "UID"))));

  static Optional<Example> of(String typeName) {
    return Optional.ofNullable(ALL.get(typeName));
  }

  /** The identities of an object. */
  List<Map<String, Value>> identities(Value.Fields state) {
    return identities.stream()
        .map(
            each -> {
              Map<String, Value> identity = new TreeMap<>();
              each.forEach((key, text) -> identity.put(key, Value.text(filled(text, state))));
              return identity;
            })
        .toList();
  }

  /** The import id of an object. */
  String importId(Value.Fields state) {
    return filled(importId, state);
  }

  private static String filled(String text, Value.Fields state) {
    return text.replace("NAME", state.get("name").asText().orElse(""))
        .replace("UID", state.get("uid").asText().orElse(""));
  }

  /** A configuration for the object of a name. */
  static Value.Fields config(String json, String name, Schema schema) {
    return (Value.Fields)
        JsonCodec.decode(
            json.replace("NAME", name)
                .replace("TOKEN", "bf_" + "x".repeat(43 - name.length()) + name),
            schema.type());
  }
}
