package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.Rules;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.schema.Schema;

/** The attributes of {@code bentocloud_deployment}. */
final class DeploymentSchema {

  static final String NAME = "name";
  static final String CLUSTER = "cluster";
  static final String BENTO = "bento";
  static final String SECRETS = "secrets";
  static final String KEYS = "keys";
  static final String REVISION = "revision";
  static final String RECREATE = "recreate_on_key_change";
  static final String TRIGGER = "restart_trigger";
  static final String ENVS = "envs";
  static final String LABELS = "labels";
  static final String ACCESS = "access_authorization";
  static final String SERVICES = "services";
  static final String WAIT = "wait_for_rollout";
  static final String TIMEOUTS = "timeouts";
  static final String UID = "uid";
  static final String STATUS = "status";
  static final String URLS = "urls";
  static final String ENDPOINT_URL = "endpoint_url";
  static final String CREATED_AT = "created_at";

  static final String INSTANCE_TYPE = "instance_type";
  static final String SCALING = "scaling";
  static final String STRATEGY = "deployment_strategy";
  static final String OVERRIDES = "config_overrides";
  static final String COLD_START = "cold_start_timeout";
  static final String MIN = "min_replicas";
  static final String MAX = "max_replicas";
  static final String POLICY = "policy";
  static final String METRICS = "metrics";

  private static final Type STRINGS = new Type.MapOf(Type.STRING);

  static final Schema SCHEMA =
      Schema.of(
          0,
          "A deployment: a bento that runs, with the secrets that it sees.",
          Attribute.optionalComputed(NAME, Type.STRING)
              .describedAs("Name, unique in its cluster; generated when absent.")
              .checkedBy(Rules.label()),
          Attribute.optionalComputed(CLUSTER, Type.STRING)
              .describedAs("Cluster; the provider's or the API's default when absent.")
              .checkedBy(Rules.label()),
          Attribute.required(BENTO, Type.STRING)
              .describedAs("`name:version`. Another bento is rolled out in place.")
              .checkedBy(DeploymentChecks.bento()),
          secrets(),
          Attribute.optionalComputed(RECREATE, Type.BOOL)
              .withDefault(Value.bool(true))
              .describedAs(
                  "Whether another key set of an attached secret replaces the deployment (the"
                      + " default) or restarts it."),
          Attribute.optional(TRIGGER, STRINGS)
              .describedAs("Any change here restarts the deployment."),
          Attribute.optional(ENVS, STRINGS)
              .describedAs("Environment variables of every service. Not for secrets.")
              .checkedBy(Rules.environment()),
          Attribute.optional(LABELS, STRINGS)
              .describedAs("Labels. Changing them restarts nothing."),
          Attribute.optionalComputed(ACCESS, Type.BOOL)
              .withDefault(Value.bool(false))
              .describedAs("Whether callers of the endpoint need a token."),
          services(),
          Attribute.optionalComputed(WAIT, Type.BOOL)
              .withDefault(Value.bool(true))
              .describedAs("Whether apply waits until the rollout has succeeded."),
          timeouts(),
          Attribute.computed(UID, Type.STRING)
              .describedAs(
                  "The server's name for this very deployment. One that is made again has another."),
          Attribute.computed(STATUS, Type.STRING).describedAs("What the deployment does now."),
          Attribute.computed(URLS, new Type.ListOf(Type.STRING)).describedAs("Its addresses."),
          Attribute.computed(ENDPOINT_URL, Type.STRING).describedAs("The first of `urls`."),
          Attribute.computed(REVISION, Type.NUMBER)
              .describedAs("Number of the latest rollout, counted by the API."),
          Attribute.computed(CREATED_AT, Type.STRING).describedAs("When it was made."));

  private DeploymentSchema() {}

  private static Attribute secrets() {
    return Attribute.nested(
            SECRETS,
            Nested.Nesting.LIST,
            Attribute.required(NAME, Type.STRING)
                .describedAs("Name of the secret.")
                .checkedBy(Rules.label()),
            Attribute.computedOrReferenced(KEYS, new Type.SetOf(Type.STRING))
                .describedAs("Keys of the secret."),
            Attribute.computedOrReferenced(REVISION, Type.NUMBER)
                .describedAs("Revision of the secret."),
            Attribute.computedOrReferenced(UID, Type.STRING)
                .describedAs("Which secret of that name."))
        .describedAs(
            "Attached secrets: `[bentocloud_secret.a, bentocloud_secret.b]`, or `{ name = \"x\" }`"
                + " for one made elsewhere. Another revision, or a secret that is made again,"
                + " restarts the deployment; another key set replaces it.");
  }

  private static Attribute services() {
    return Attribute.nested(
            SERVICES,
            Nested.Nesting.MAP,
            Attribute.optional(INSTANCE_TYPE, Type.STRING).describedAs("Instance type by name."),
            Attribute.optional(ENVS, STRINGS)
                .describedAs(
                    "Environment variables of this service; they win over the common ones.")
                .checkedBy(Rules.environment()),
            scaling(),
            Attribute.optional(STRATEGY, Type.STRING)
                .describedAs("How replicas are replaced.")
                .checkedBy(
                    Rules.oneOf(
                        "RollingUpdate",
                        "Recreate",
                        "RampedSlowRollout",
                        "BestEffortControlledRollout")),
            Attribute.optional(OVERRIDES, Type.STRING)
                .sameMeaning(DeploymentChecks::isSameJson)
                .describedAs("JSON object that overrides the service's own configuration.")
                .checkedBy(DeploymentChecks.jsonObject()),
            Attribute.optional(COLD_START, Type.NUMBER)
                .describedAs("Seconds a request may wait for the first replica.")
                .checkedBy(Rules.atLeast(0)))
        .describedAs("Settings by service name, as in the deployment file.");
  }

  private static Attribute scaling() {
    return Attribute.nested(
            SCALING,
            Nested.Nesting.SINGLE,
            Attribute.optional(MIN, Type.NUMBER)
                .describedAs("Fewest replicas; 0 scales to zero.")
                .checkedBy(Rules.atLeast(0)),
            Attribute.optional(MAX, Type.NUMBER)
                .describedAs("Most replicas.")
                .checkedBy(Rules.atLeast(1)),
            Attribute.nested(
                    POLICY,
                    Nested.Nesting.SINGLE,
                    Attribute.nested(
                            METRICS,
                            Nested.Nesting.LIST,
                            Attribute.required("type", Type.STRING)
                                .describedAs("What is measured."),
                            Attribute.required("value", Type.STRING).describedAs("Its target."))
                        .describedAs("Measures that scale."),
                    Attribute.optional("scale_up_behavior", Type.STRING)
                        .describedAs("`fast`, `stable` or `disabled`."),
                    Attribute.optional("scale_down_behavior", Type.STRING)
                        .describedAs("`fast`, `stable` or `disabled`."),
                    Attribute.optional("scale_up_stabilization_window", Type.NUMBER)
                        .describedAs("Seconds.")
                        .checkedBy(Rules.atLeast(0)),
                    Attribute.optional("scale_down_stabilization_window", Type.NUMBER)
                        .describedAs("Seconds.")
                        .checkedBy(Rules.atLeast(0)))
                .describedAs("How replicas follow the load."))
        .describedAs("How many replicas run.");
  }

  private static Attribute timeouts() {
    return Attribute.nested(
            TIMEOUTS,
            Nested.Nesting.SINGLE,
            Attribute.optional("create", Type.STRING)
                .describedAs("Longest wait for a first rollout, `20m` when absent.")
                .checkedBy(DeploymentChecks.duration()),
            Attribute.optional("update", Type.STRING)
                .describedAs("Longest wait for a rollout, `20m` when absent.")
                .checkedBy(DeploymentChecks.duration()),
            Attribute.optional("delete", Type.STRING)
                .describedAs("Longest wait for the end, `5m` when absent.")
                .checkedBy(DeploymentChecks.duration()))
        .describedAs("Durations such as `90s` or `1h30m`.");
  }
}
