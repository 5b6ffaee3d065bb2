package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.bentocloud.ApiObject;
import io.bentoform.provider.bentocloud.ClusterSchemas;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.Watch;
import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.resource.Action;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.GoDuration;
import io.bentoform.provider.validation.Validators;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An action on a deployment: a rollout that changes no configuration, and the wait for its end.
 *
 * @param doing in the message of a failure, such as {@code restart}
 * @param beginning starts the rollout
 */
public record DeploymentAction(
    ApiAccess access, String typeName, Schema schema, String doing, Beginning beginning)
    implements Action {

  private static final String REVISION = "revision";
  private static final String TIMEOUT = "timeout";
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(20);

  /** Starts a rollout. */
  interface Beginning {
    DeploymentRecord begin(ControlApi api, ObjectId id, Value.Fields config);
  }

  /** {@code bentocloud_deployment_restart}. */
  public static DeploymentAction restart(ApiAccess access) {
    return new DeploymentAction(
        access,
        "bentocloud_deployment_restart",
        schema(
            "Restarts a deployment, with the newest revisions of its secrets, and waits until it is"
                + " ready."),
        "restart",
        (api, id, config) -> api.deployments().restart(id.cluster(), id.name()));
  }

  /** {@code bentocloud_deployment_rollback}. */
  public static DeploymentAction rollback(ApiAccess access) {
    return new DeploymentAction(
        access,
        "bentocloud_deployment_rollback",
        schema(
            "Rolls a deployment back to an earlier revision, as a new revision, and waits until it is"
                + " ready. Secrets are used as they are now. The next plan of a"
                + " `bentocloud_deployment` shows the difference from its configuration.",
            Attribute.optional(REVISION, Type.NUMBER)
                .describedAs(
                    "Number of the earlier revision. Defaults to the one before the latest.")
                .checkedBy(Validators.atLeast(1))),
        "roll back",
        (api, id, config) ->
            api.deployments().rollBack(id.cluster(), id.name(), revision(api, id, config)));
  }

  private static Schema schema(String description, Attribute... more) {
    Stream<Attribute> common =
        Stream.of(
            Attribute.required(ApiObject.NAME, Type.STRING)
                .describedAs("Name of the deployment.")
                .checkedBy(Validators.label()),
            ClusterSchemas.clusterArgument(),
            Attribute.optional(TIMEOUT, Type.STRING)
                .describedAs(
                    "How long to wait for the end of the rollout, such as `90s`. Defaults to `20m`.")
                .checkedBy(Validators.duration()));
    return Schema.of(
        0, description, Stream.concat(common, Arrays.stream(more)).toArray(Attribute[]::new));
  }

  private static long revision(ControlApi api, ObjectId id, Value.Fields config) {
    return config
        .get(REVISION)
        .asLong()
        .or(() -> api.deployments().previousRevision(id.cluster(), id.name()))
        .orElseThrow(
            () ->
                new DiagnosticException(
                    Diagnostic.error(
                        Path.of(ApiObject.NAME),
                        "The deployment \"" + id.name() + "\" has no earlier revision",
                        "There is nothing to go back to.")));
  }

  @Override
  public List<Diagnostic> invoke(
      Value.Fields config, Consumer<String> progress, Cancellation cancellation) {
    ApiAccess.Connection.Ready ready = access.ready();
    String name = config.get(ApiObject.NAME).asText("");
    ObjectId id =
        new ObjectId(config.get(ApiObject.CLUSTER).asText().orElse(ready.cluster()), name);
    DeploymentRecord begun =
        ApiErrors.call(
            doing + " the deployment \"" + name + "\"",
            () -> beginning.begin(ready.api(), id, config));
    progress.accept(
        "The deployment \"" + name + "\" rolls out its revision " + begun.revision() + ".");
    Duration limit =
        config.get(TIMEOUT).asText().flatMap(GoDuration::parse).orElse(DEFAULT_TIMEOUT);
    Watch<DeploymentRecord> watch =
        new Watch<>(ready.api().deployments(), id, begun.origin().uid(), begun, cancellation);
    return Rollout.await(
        begun,
        watch,
        limit,
        last -> ended(name, last),
        () -> List.of(Rollout.gone(name)),
        why ->
            List.of(
                Diagnostic.error(
                    "The rollout of the deployment \"" + name + "\" is not finished",
                    why + " The rollout continues.")));
  }

  private static List<Diagnostic> ended(String name, DeploymentRecord last) {
    return last.status().isReady() ? List.of() : List.of(Rollout.failure(name, last));
  }
}
