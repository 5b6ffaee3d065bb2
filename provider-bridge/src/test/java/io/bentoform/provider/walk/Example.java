package io.bentoform.provider.walk;

import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.schema.Schema;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Configurations of one resource type for the conformance suite, as JSON in which {@code NAME} is
 * the name of an object.
 *
 * @param first creates an object
 * @param changes each is an update in place of the first
 * @param replacements each replaces the first
 * @param needsKnown attributes that must be known in a plan: it is refused while they are unknown
 */
record Example(
    String first, List<String> changes, List<String> replacements, List<String> needsKnown) {

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
              List.of("values_wo")),
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
                  {"name": "NAME", "bento": "walked:v1", "wait_for_rollout": false,
                   "recreate_on_key_change": false, "access_authorization": true}
                  """),
              List.of(
                  """
                  {"name": "NAME-renamed", "cluster": "default", "bento": "walked:v1"}
                  """),
              List.of()));

  static Optional<Example> of(String typeName) {
    return Optional.ofNullable(ALL.get(typeName));
  }

  /** A configuration for the object of a name. */
  static Value.Fields config(String json, String name, Schema schema) {
    return (Value.Fields) JsonCodec.decode(json.replace("NAME", name), schema.type());
  }
}
