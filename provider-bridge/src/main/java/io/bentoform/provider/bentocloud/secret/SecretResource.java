package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.bentocloud.ImportMarker;
import io.bentoform.provider.bentocloud.NameConflict;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.ControlApi;
import io.bentoform.provider.client.SecretRecord;
import io.bentoform.provider.cty.Path;
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
import java.util.List;
import java.util.Optional;

/** {@code bentocloud_secret}: a secret whose values are never stored in state or plan. */
public final class SecretResource implements Resource {

  private final ApiAccess access;
  private final SecretPlanner planner;
  private final SecretWriter writer;

  public SecretResource(ApiAccess access) {
    this.access = access;
    this.planner = new SecretPlanner(access);
    this.writer = new SecretWriter(access);
  }

  @Override
  public String typeName() {
    return "bentocloud_secret";
  }

  @Override
  public Schema schema() {
    return SecretSchema.SCHEMA;
  }

  @Override
  public List<Diagnostic> validate(Value.Fields config) {
    return SecretChecks.run(config);
  }

  @Override
  public ReadOutcome read(Stored current) {
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    if (ready == null) {
      return new ReadOutcome.Found(current); // the API is not known yet
    }
    SecretState state = new SecretState(current.state());
    Optional<SecretRecord> record =
        ApiErrors.call(
            "read the secret \"" + state.name() + "\"",
            () -> ready.api().secrets().find(state.cluster(), state.name()));
    if (record.isEmpty()) {
      return new ReadOutcome.Gone();
    }
    if (state.isAnother(record.get().origin().uid())) {
      return new ReadOutcome.Gone(
          List.of(NameConflict.gone("secret", state.id(), record.get().origin())));
    }
    Value.Fields refreshed = state.refresh(record.get()).object();
    return new ReadOutcome.Found(
        new Stored(refreshed, ImportMarker.refreshed(current.privateState())));
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
    ObjectId id = new SecretState(prior.state()).id();
    return access.run().plansDeletion("secret", id)
        ? List.of(NameConflict.moved("secret", id))
        : List.of();
  }

  @Override
  public ApplyOutcome create(Stored planned, Value.Fields config, Cancellation cancellation) {
    return writer.create(planned, config, cancellation);
  }

  @Override
  public ApplyOutcome update(
      Stored prior, Stored planned, Value.Fields config, Cancellation cancellation) {
    return writer.update(prior, planned, config);
  }

  @Override
  public List<Diagnostic> delete(Stored prior, Cancellation cancellation) {
    SecretState state = new SecretState(prior.state());
    try {
      ControlApi api = access.ready().api();
      String uid = api.capabilities().expectedUid(state.uid());
      return access
          .run()
          .deleting(
              "secret",
              state.id(),
              () -> {
                api.secrets().delete(state.cluster(), state.name(), uid);
                return List.of();
              });
    } catch (ApiException e) {
      return ApiErrors.describe("delete the secret \"" + state.name() + "\"", e, p -> Path.ROOT);
    }
  }

  @Override
  public Stored importById(String id) {
    ObjectId object = ObjectId.parse("secret", id);
    String fallback = access.ready().cluster(); // fails when the API is not known
    String cluster = object.cluster() == null ? fallback : object.cluster();
    Value.Fields state =
        SecretSchema.SCHEMA
            .empty()
            .with(SecretSchema.NAME, Value.text(object.name()))
            .with(SecretSchema.CLUSTER, cluster == null ? Value.ofNull() : Value.text(cluster));
    return new Stored(state, ImportMarker.imported());
  }
}
