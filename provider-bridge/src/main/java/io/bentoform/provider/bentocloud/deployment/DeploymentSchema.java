package io.bentoform.provider.bentocloud.deployment;

import static io.bentoform.provider.resource.Timeouts.Operation.CREATE;
import static io.bentoform.provider.resource.Timeouts.Operation.DELETE;
import static io.bentoform.provider.resource.Timeouts.Operation.UPDATE;

import io.bentoform.provider.bentocloud.ApiObject;
import io.bentoform.provider.bentocloud.ClusterSchemas;
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

  static final String NAME = ApiObject.NAME;
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
  static final String CANARY = "canary";
  static final String WAIT = "wait_for_rollout";
  static final String UID = ApiObject.UID;
  static final String STATUS = "status";
  static final String URLS = "urls";
  static final String ENDPOINT_URL = "endpoint_url";
  static final String CREATED_AT = "created_at";

  static final String ROUTE_TYPE = "route_type";
  static final String ROUTE_BY = "route_by";
  static final String VERSIONS = "versions";
  static final String WEIGHT = "weight";

  static final String SCALING = "scaling";
  static final String MIN = "min_replicas";
  static final String MAX = "max_replicas";

  private static final Type STRINGS = new Type.MapOf(Type.STRING);

  static final Timeouts LIMITS =
      ClusterSchemas.READ
          .with(CREATE, "the first rollout", Duration.ofMinutes(20))
          .with(UPDATE, "a rollout", Duration.ofMinutes(20))
          .with(DELETE, "the deletion", Duration.ofMinutes(5));

  static final Schema SCHEMA =
      Schema.of(
          0,
          "Runs a bento with attached secrets. A changed value of a secret restarts the deployment, a"
              + " changed key set replaces it.",
          Attribute.optionalComputed(NAME, Type.STRING)
              .replaces()
              .keepsPrior()
              .describedAs(
                  "Name, unique in its cluster. Generated from that of the bento if not set, as"
                      + " `create_before_destroy` requires. Changing it replaces the deployment.")
              .checkedBy(Validators.label()),
          ClusterSchemas.cluster(),
          Attribute.required(BENTO, Type.STRING)
              .describedAs("Bento to run, as `name:version`. Another bento is rolled out in place.")
              .checkedBy(DeploymentChecks.bento()),
          secrets(),
          Attribute.optionalComputed(RECREATE, Type.BOOL)
              .withDefault(Value.bool(true))
              .describedAs(
                  "Whether a changed key set of an attached secret replaces the deployment; `false`"
                      + " restarts it in place instead. Defaults to `true`."),
          Attribute.optional(TRIGGER, STRINGS)
              .describedAs("Arbitrary text by name. Any change restarts the deployment in place."),
          Attribute.optional(ENVS, STRINGS)
              .describedAs(
                  "Environment variables of all services. They are stored in state in plain text, so"
                      + " do not use them for secrets.")
              .checkedBy(Validators.environment()),
          Attribute.optional(LABELS, STRINGS)
              .describedAs("Labels, for lists and queries. Changing them restarts nothing."),
          Attribute.optionalComputed(ACCESS, Type.BOOL)
              .withDefault(Value.bool(false))
              .describedAs(
                  "Whether requests to the endpoint require an API token with the scope"
                      + " `protected_endpoint_access`. Defaults to `false`."),
          services(),
          canary(),
          Attribute.optionalComputed(WAIT, Type.BOOL)
              .withDefault(Value.bool(true))
              .describedAs(
                  "Whether apply waits until the rollout has succeeded. Defaults to `true`."),
          LIMITS.attribute(),
          ClusterSchemas.uid("deployment"),
          Attribute.computed(STATUS, Type.STRING)
              .describedAs("Status when it was read last, such as `running` or `scaled-to-zero`."),
          Attribute.computed(URLS, new Type.ListOf(Type.STRING))
              .describedAs("Addresses of the deployment."),
          Attribute.computed(ENDPOINT_URL, Type.STRING)
              .describedAs("The first of `urls`; null when there is none."),
          Attribute.computed(REVISION, Type.NUMBER)
              .describedAs("Revision number of the deployment, incremented by each rollout."),
          Attribute.computed(CREATED_AT, Type.STRING)
              .keepsPrior()
              .describedAs("When it was created, in RFC 3339."));

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
                .describedAs(
                    "Keys of the secret. Provided by the attached resource or data source."),
            Attribute.computedOrReferenced(REVISION, Type.NUMBER)
                .describedAs(
                    "Revision of the secret. Provided by the attached resource or data source."),
            Attribute.computedOrReferenced(UID, Type.STRING)
                .describedAs(
                    "Unique id of the secret. Provided by the attached resource or data source."))
        .describedAs(
            "Attached secrets: `[bentocloud_secret.a, bentocloud_secret.b]`, or `{ name = \"x\" }`"
                + " for a secret managed elsewhere. A changed revision or a recreated secret"
                + " restarts the deployment; a changed key set replaces it.")
        .checkedBy(DeploymentChecks::secrets);
  }

  private static Attribute services() {
    return Attribute.nested(
            SERVICES,
            Nested.Nesting.MAP,
            Attribute.optional("instance_type", Type.STRING)
                .describedAs("Name of the instance type of each replica."),
            Attribute.optional(ENVS, STRINGS)
                .describedAs(
                    "Environment variables of this service; they override those of the deployment.")
                .checkedBy(Validators.environment()),
            scaling(),
            Attribute.optional("deployment_strategy", Type.STRING)
                .describedAs(
                    "How replicas are replaced: `RollingUpdate`, `Recreate`, `RampedSlowRollout` or"
                        + " `BestEffortControlledRollout`. Without it the API decides (Bentoform:"
                        + " `Recreate`).")
                .checkedBy(
                    Validators.oneOf(
                        "RollingUpdate",
                        "Recreate",
                        "RampedSlowRollout",
                        "BestEffortControlledRollout")),
            Attribute.optional("config_overrides", Type.STRING)
                .sameMeaning(JsonText::isSame)
                .describedAs(
                    "JSON object that overrides the service's own configuration, such as"
                        + " `jsonencode({ traffic = { timeout = 60 } })`. Reformatting it is not a change.")
                .checkedBy(Validators.jsonObject()),
            Attribute.optional("cold_start_timeout", Type.NUMBER)
                .describedAs(
                    "How many seconds a request may wait for the first replica of a service at zero."
                        + " Without it the API decides (Bentoform: 300).")
                .checkedBy(Validators.atLeast(0)))
        .describedAs("Settings by service name, as in the deployment file.");
  }

  private static Attribute canary() {
    return Attribute.nested(
            CANARY,
            Nested.Nesting.SINGLE,
            Attribute.optional(ROUTE_TYPE, Type.STRING)
                .describedAs(
                    "How requests choose a version: `random`, or by the hash of a `header` or `query`"
                        + " parameter. Without it `random`.")
                .checkedBy(Validators.oneOf("random", "header", "query")),
            Attribute.optional(ROUTE_BY, Type.STRING)
                .describedAs("Name of the header or query parameter."),
            Attribute.nested(
                    VERSIONS,
                    Nested.Nesting.MAP,
                    Attribute.optional(BENTO, Type.STRING)
                        .describedAs("Bento to run, as `name:version`.")
                        .checkedBy(DeploymentChecks.bento()),
                    Attribute.optional(WEIGHT, Type.NUMBER)
                        .describedAs(
                            "Percent of the requests that this version takes. The main version takes"
                                + " what the weights of all versions leave. Without it 0.")
                        .checkedBy(Validators.atLeast(0)),
                    services(),
                    Attribute.optional(ENVS, STRINGS)
                        .describedAs("Environment variables of all services of this version.")
                        .checkedBy(Validators.environment()),
                    secrets())
                .describedAs(
                    "Versions by label. What a version does not set is as in the main version.")
                .checkedBy(DeploymentChecks::weights))
        .describedAs(
            "Versions that run beside the main one and take a part of the requests. A changed secret"
                + " of a version restarts or replaces the deployment as one of its own does.")
        .checkedBy(DeploymentChecks::routing);
  }

  private static Attribute scaling() {
    return Attribute.nested(
            SCALING,
            Nested.Nesting.SINGLE,
            Attribute.optional(MIN, Type.NUMBER)
                .describedAs("Minimum number of replicas. 0 lets the service scale to zero.")
                .checkedBy(Validators.atLeast(0)),
            Attribute.optional(MAX, Type.NUMBER)
                .describedAs("Maximum number of replicas.")
                .checkedBy(Validators.atLeast(1)),
            policy())
        .describedAs("Number of replicas, and when it changes.")
        .checkedBy(Validators.ordered(MIN, MAX));
  }

  private static Attribute policy() {
    return Attribute.nested(
            "policy",
            Nested.Nesting.SINGLE,
            Attribute.nested(
                    "metrics",
                    Nested.Nesting.LIST,
                    Attribute.required("type", Type.STRING)
                        .describedAs("Metric, on Bentoform `concurrency` or `cpu`."),
                    Attribute.required("value", Type.STRING)
                        .describedAs(
                            "What one replica should have of it: requests in flight for"
                                + " `concurrency`, percent of a core for `cpu`."))
                .describedAs(
                    "Metrics to scale on. Without any, Bentoform takes `traffic.concurrency` of the"
                        + " service, else 80 percent of a core."),
            behavior("scale_up_behavior", "added", "fast"),
            behavior("scale_down_behavior", "removed", "stable"),
            window("scale_up_stabilization_window", "added", 0),
            window("scale_down_stabilization_window", "removed", 300))
        .describedAs("When replicas are added and removed.");
  }

  private static Attribute behavior(String name, String done, String onBentoform) {
    String text =
        "How replicas are %s: `fast` (at once), `stable` (in steps) or `disabled`. Without it the"
            + " API decides (Bentoform: `%s`).";
    return Attribute.optional(name, Type.STRING).describedAs(text.formatted(done, onBentoform));
  }

  private static Attribute window(String name, String done, int onBentoform) {
    String text =
        "For how many seconds the demand must last before replicas are %s. Without it the API"
            + " decides (Bentoform: %d).";
    return Attribute.optional(name, Type.NUMBER)
        .describedAs(text.formatted(done, onBentoform))
        .checkedBy(Validators.atLeast(0));
  }
}
