package io.bentoform.provider.bentocloud.deployment;

import static io.bentoform.provider.resource.Timeouts.Operation.CREATE;
import static io.bentoform.provider.resource.Timeouts.Operation.DELETE;
import static io.bentoform.provider.resource.Timeouts.Operation.UPDATE;

import io.bentoform.provider.bentocloud.ApiObject;
import io.bentoform.provider.bentocloud.ClusterSchemas;
import io.bentoform.provider.bentocloud.deployment.attachment.AttachmentSchema;
import io.bentoform.provider.bentocloud.deployment.service.ServiceSchema;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.resource.Timeouts;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.Validators;
import java.time.Duration;

/** The attributes of {@code bentocloud_deployment}. */
final class DeploymentSchema {

  static final String NAME = ApiObject.NAME;
  static final String BENTO = "bento";
  static final String SECRETS = AttachmentSchema.SECRETS;
  static final String REVISION = "revision";
  static final String RECREATE = "recreate_on_key_change";
  static final String TRIGGER = "restart_trigger";
  static final String ENVS = "envs";
  static final String LABELS = "labels";
  static final String ACCESS = "access_authorization";
  static final String SERVICES = ServiceSchema.SERVICES;
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
          AttachmentSchema.secrets(),
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
          ServiceSchema.services(),
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

  /** The attributes that attach secrets, which are looked up often. */
  static final Schema ATTACHING = SCHEMA.only(SECRETS, CANARY);

  private DeploymentSchema() {}

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
                    ServiceSchema.services(),
                    Attribute.optional(ENVS, STRINGS)
                        .describedAs("Environment variables of all services of this version.")
                        .checkedBy(Validators.environment()),
                    AttachmentSchema.secrets())
                .describedAs(
                    "Versions by label. What a version does not set is as in the main version.")
                .checkedBy(DeploymentChecks::weights))
        .describedAs(
            "Versions that run beside the main one and take a part of the requests. A changed secret"
                + " of a version restarts or replaces the deployment as one of its own does.")
        .checkedBy(DeploymentChecks::routing);
  }
}
