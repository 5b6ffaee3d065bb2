package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.bentocloud.ImportMarker;
import io.bentoform.provider.bentocloud.NameConflict;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.resource.ApplyOutcome;
import io.bentoform.provider.resource.Cancellation;
import io.bentoform.provider.resource.Planned;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.ReadOutcome;
import io.bentoform.provider.resource.Resource;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code bentocloud_deployment}: a running bento with its attached secrets. */
public final class DeploymentResource implements Resource {

  private final ApiAccess access;
  private final DeploymentPlanner planner;
  private final DeploymentWriter writer;

  public DeploymentResource(ApiAccess access) {
    this.access = access;
    this.planner = new DeploymentPlanner(access);
    this.writer = new DeploymentWriter(access);
  }

  @Override
  public String typeName() {
    return "bentocloud_deployment";
  }

  @Override
  public Schema schema() {
    return DeploymentSchema.SCHEMA;
  }

  @Override
  public List<Diagnostic> validate(Value.Fields config) {
    return DeploymentChecks.run(config);
  }

  @Override
  public ReadOutcome read(Stored current) {
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    if (ready == null) {
      return new ReadOutcome.Found(current); // the API is not known yet
    }
    DeploymentState state = new DeploymentState(current.state());
    Optional<DeploymentRecord> record =
        ApiErrors.call(
            "read the deployment \"" + state.name() + "\"",
            () -> ready.api().deployments().find(state.cluster(), state.name()));
    if (record.isEmpty()) {
      return new ReadOutcome.Gone();
    }
    if (state.isAnother(record.get())) {
      return new ReadOutcome.Gone(
          List.of(NameConflict.gone("deployment", state.id(), record.get().origin())));
    }
    return refresh(state, record.get(), current.privateState());
  }

  /** Refreshes the state, with a warning about a rollout that failed or is not finished. */
  private static ReadOutcome refresh(
      DeploymentState state, DeploymentRecord record, PrivateState before) {
    PrivateState kept = DeploymentState.observing(record, before);
    DeploymentState refreshed = state.refresh(record, kept);
    List<Diagnostic> found = new ArrayList<>();
    if (refreshed.needsRollout(kept)) {
      found.add(DeploymentErrors.notRunning(record));
    } else if (kept.get(DeploymentState.AWAITED_REVISION).isPresent() && !Rollout.isReady(record)) {
      found.add(DeploymentErrors.stillRollingOut(record));
    }
    if (Rollout.hasEnded(record)) {
      kept = kept.without(DeploymentState.AWAITED_REVISION);
    }
    return new ReadOutcome.Found(
        new Stored(refreshed.object(), ImportMarker.refreshed(kept)), found);
  }

  @Override
  public Planned planCreate(Value.Fields proposed, Value.Fields config, PrivateState privateState) {
    return planner.create(proposed, config);
  }

  @Override
  public Planned planUpdate(Stored prior, Value.Fields proposed, Value.Fields config) {
    return planner.update(prior, proposed, config);
  }

  @Override
  public List<Diagnostic> planDestroy(Stored prior) {
    ObjectId id = new DeploymentState(prior.state()).id();
    return access.run().plansDeletion("deployment", id)
        ? List.of(NameConflict.moved("deployment", id))
        : List.of();
  }

  @Override
  public ApplyOutcome create(Stored planned, Value.Fields config, Cancellation cancellation) {
    return writer.create(planned, cancellation);
  }

  @Override
  public ApplyOutcome update(
      Stored prior, Stored planned, Value.Fields config, Cancellation cancellation) {
    return writer.update(prior, planned, cancellation);
  }

  @Override
  public List<Diagnostic> delete(Stored prior, Cancellation cancellation) {
    return writer.delete(prior, cancellation);
  }

  @Override
  public Stored importById(String id) {
    ObjectId object = ObjectId.parse("deployment", id);
    String fallback = access.ready().cluster(); // fails when the API is not known
    String cluster = object.cluster() == null ? fallback : object.cluster();
    // Attributes that only the configuration knows start with their defaults, so that the first
    // plan is empty.
    Value.Fields state =
        DeploymentSchema.SCHEMA
            .empty()
            .with(DeploymentSchema.NAME, Value.text(object.name()))
            .with(DeploymentSchema.CLUSTER, cluster == null ? Value.ofNull() : Value.text(cluster))
            .with(DeploymentSchema.RECREATE, Value.bool(true))
            .with(DeploymentSchema.WAIT, Value.bool(true));
    return new Stored(state, ImportMarker.imported());
  }
}
