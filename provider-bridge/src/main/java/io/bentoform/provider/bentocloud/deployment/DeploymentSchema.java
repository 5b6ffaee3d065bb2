package io.bentoform.provider.bentocloud.deployment;

import static io.bentoform.provider.resource.Timeouts.Operation.CREATE;
import static io.bentoform.provider.resource.Timeouts.Operation.DELETE;
import static io.bentoform.provider.resource.Timeouts.Operation.UPDATE;

import io.bentoform.provider.bentocloud.ClusterObject;
import io.bentoform.provider.bentocloud.ClusterSchema;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.resource.Timeouts;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.JsonText;
import io.bentoform.provider.validation.Validators;
import java.time.Duration;
import java.util.Map;

/** The attributes of {@code bentocloud_deployment}. */
final class DeploymentSchema {

  static final String NAME = ClusterObject.NAME;
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
  static final String UID = ClusterObject.UID;
  static final String STATUS = "status";
  static final String URLS = "urls";
  static final String ENDPOINT_URL = "endpoint_url";
  static final String CREATED_AT = "created_at";

  static final String SCALING = "scaling";
  static final String MIN = "min_replicas";
  static final String MAX = "max_replicas";

  private static final Type STRINGS = new Type.MapOf(Type.STRING);

  static final Timeouts LIMITS =
      Timeouts.NONE
          .with(CREATE, "the first rollout", Duration.ofMinutes(20))
          .with(UPDATE, "a rollout", Duration.ofMinutes(20))
          .with(DELETE, "the deletion", Duration.ofMinutes(5));

  static final Schema SCHEMA =
      Schema.of(
          0,
          "Runs a bento with attached secrets.",
          Attribute.optionalComputed(NAME, Type.STRING)
              .replaces()
              .keepsPrior()
              .describedAs("Name, unique in its cluster. Generated if not set.")
              .checkedBy(Validators.label()),
          ClusterSchema.cluster(),
          Attribute.required(BENTO, Type.STRING)
              .describedAs("`name:version`. Another bento is rolled out in place.")
              .checkedBy(DeploymentChecks.bento()),
          secrets(),
          Attribute.optionalComputed(RECREATE, Type.BOOL)
              .withDefault(Value.bool(true))
              .describedAs(
                  "Whether a changed key set of an attached secret replaces the deployment (the"
                      + " default) or restarts it."),
          Attribute.optional(TRIGGER, STRINGS)
              .describedAs("Any change here restarts the deployment."),
          Attribute.optional(ENVS, STRINGS)
              .describedAs("Environment variables of all services. Do not use them for secrets.")
              .checkedBy(Validators.environment()),
          Attribute.optional(LABELS, STRINGS)
              .describedAs("Labels. Changing them restarts nothing."),
          Attribute.optionalComputed(ACCESS, Type.BOOL)
              .withDefault(Value.bool(false))
              .describedAs("Whether requests to the endpoint require a token."),
          services(),
          Attribute.optionalComputed(WAIT, Type.BOOL)
              .withDefault(Value.bool(true))
              .describedAs("Whether apply waits until the rollout has succeeded."),
          LIMITS.attribute(),
          ClusterSchema.uid("deployment"),
          Attribute.computed(STATUS, Type.STRING).describedAs("Current status of the deployment."),
          Attribute.computed(URLS, new Type.ListOf(Type.STRING))
              .describedAs("URLs of the deployment."),
          Attribute.computed(ENDPOINT_URL, Type.STRING).describedAs("The first of `urls`."),
          Attribute.computed(REVISION, Type.NUMBER)
              .describedAs("Revision number of the deployment, incremented by each rollout."),
          Attribute.computed(CREATED_AT, Type.STRING).keepsPrior().describedAs("Creation time."));

  private DeploymentSchema() {}

  /** The type of a service in {@code services}. */
  static Type.ObjectOf service() {
    return SCHEMA.type().attributes().get(SERVICES) instanceof Type.MapOf(Type.ObjectOf service)
        ? service
        : new Type.ObjectOf(Map.of());
  }

  private static Attribute secrets() {
    return Attribute.nested(
            SECRETS,
            Nested.Nesting.LIST,
            Attribute.required(NAME, Type.STRING)
                .describedAs("Name of the secret.")
                .checkedBy(Validators.label()),
            Attribute.computedOrReferenced(KEYS, new Type.SetOf(Type.STRING))
                .describedAs("Keys of the secret."),
            Attribute.computedOrReferenced(REVISION, Type.NUMBER)
                .describedAs("Revision of the secret."),
            Attribute.computedOrReferenced(UID, Type.STRING)
                .describedAs("Unique id of the secret."))
        .describedAs(
            "Attached secrets: `[bentocloud_secret.a, bentocloud_secret.b]`, or `{ name = \"x\" }`"
                + " for a secret managed elsewhere. A changed revision or a recreated secret"
                + " restarts the deployment; a changed key set replaces it.");
  }

  private static Attribute services() {
    return Attribute.nested(
            SERVICES,
            Nested.Nesting.MAP,
            Attribute.optional("instance_type", Type.STRING).describedAs("Instance type by name."),
            Attribute.optional(ENVS, STRINGS)
                .describedAs(
                    "Environment variables of this service; they override those of the deployment.")
                .checkedBy(Validators.environment()),
            scaling(),
            Attribute.optional("deployment_strategy", Type.STRING)
                .describedAs("How replicas are replaced.")
                .checkedBy(
                    Validators.oneOf(
                        "RollingUpdate",
                        "Recreate",
                        "RampedSlowRollout",
                        "BestEffortControlledRollout")),
            Attribute.optional("config_overrides", Type.STRING)
                .sameMeaning(JsonText::isSame)
                .describedAs("JSON object that overrides the service's own configuration.")
                .checkedBy(Validators.jsonObject()),
            Attribute.optional("cold_start_timeout", Type.NUMBER)
                .describedAs("How many seconds a request may wait for the first replica.")
                .checkedBy(Validators.atLeast(0)))
        .describedAs("Settings by service name, as in the deployment file.");
  }

  private static Attribute scaling() {
    return Attribute.nested(
            SCALING,
            Nested.Nesting.SINGLE,
            Attribute.optional(MIN, Type.NUMBER)
                .describedAs("Minimum number of replicas; 0 scales to zero.")
                .checkedBy(Validators.atLeast(0)),
            Attribute.optional(MAX, Type.NUMBER)
                .describedAs("Maximum number of replicas.")
                .checkedBy(Validators.atLeast(1)),
            Attribute.nested(
                    "policy",
                    Nested.Nesting.SINGLE,
                    Attribute.nested(
                            "metrics",
                            Nested.Nesting.LIST,
                            Attribute.required("type", Type.STRING)
                                .describedAs("Metric to scale on."),
                            Attribute.required("value", Type.STRING)
                                .describedAs("Target value of the metric."))
                        .describedAs("Metrics to scale on."),
                    Attribute.optional("scale_up_behavior", Type.STRING)
                        .describedAs("`fast`, `stable` or `disabled`."),
                    Attribute.optional("scale_down_behavior", Type.STRING)
                        .describedAs("`fast`, `stable` or `disabled`."),
                    Attribute.optional("scale_up_stabilization_window", Type.NUMBER)
                        .describedAs("Seconds.")
                        .checkedBy(Validators.atLeast(0)),
                    Attribute.optional("scale_down_stabilization_window", Type.NUMBER)
                        .describedAs("Seconds.")
                        .checkedBy(Validators.atLeast(0)))
                .describedAs("Autoscaling policy."))
        .describedAs("Number of replicas.");
  }
}
