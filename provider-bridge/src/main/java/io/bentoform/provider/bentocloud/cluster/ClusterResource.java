package io.bentoform.provider.bentocloud.cluster;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiObject;
import io.bentoform.provider.bentocloud.ClusterSchemas;
import io.bentoform.provider.bentocloud.PlainObject;
import io.bentoform.provider.client.Capabilities;
import io.bentoform.provider.client.PlainRecord;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.json.JsonObject;
import io.bentoform.provider.plan.PlanBuilder;
import io.bentoform.provider.resource.Planned;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Stored;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Schema;
import io.bentoform.provider.validation.Validators;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code bentocloud_cluster}: a cluster, which secrets and deployments are in. */
public final class ClusterResource extends PlainObject {

  private static final String NAME = ApiObject.NAME;
  private static final String DESCRIPTION = "description";
  private static final String CREATED_AT = "created_at";
  private static final String ENGINE = EngineSchema.ENGINE;

  private static final Schema SCHEMA =
      Schema.of(
          0,
          "Manages a cluster, which keeps names and instance types apart. It starts with the standard"
              + " instance types, and can be destroyed when it has no secrets and no deployments."
              + " Needs the token of an administrator.",
          Attribute.required(NAME, Type.STRING)
              .replaces()
              .describedAs("Name of the cluster. Changing it replaces the cluster.")
              .checkedBy(Validators.label()),
          Attribute.optionalComputed(DESCRIPTION, Type.STRING)
              .withDefault(Value.text(""))
              .describedAs("Description. Defaults to `\"\"`."),
          EngineSchema.engine(),
          ClusterSchemas.READ.attribute(),
          ClusterSchemas.uid("cluster"),
          Attribute.computed(CREATED_AT, Type.STRING)
              .keepsPrior()
              .describedAs("When it was created, in RFC 3339."));

  private static final Schema IDENTITY =
      Schema.of(0, "", Attribute.required(NAME, Type.STRING).describedAs("Name of the cluster."));

  public ClusterResource(ApiAccess access) {
    super(access, "cluster", SCHEMA, IDENTITY, "api", "v1", "clusters");
  }

  @Override
  public List<Diagnostic> validate(Value.Fields config) {
    return EngineChecks.run(config.get(ENGINE));
  }

  @Override
  public Planned planCreate(Value.Fields proposed, Value.Fields config, PrivateState privateState) {
    PlanBuilder plan = PlanBuilder.create(schema(), proposed, config);
    planEngine(plan);
    plan.planned(NAME).asText().ifPresent(access.run()::createsCluster);
    return Planned.of(plan, PrivateState.EMPTY);
  }

  @Override
  public Planned planUpdate(Stored prior, Value.Fields proposed, Value.Fields config) {
    PlanBuilder plan = PlanBuilder.update(schema(), prior.state(), proposed, config);
    planEngine(plan);
    plan.followSchema();
    return Planned.of(plan, prior.privateState());
  }

  private void planEngine(PlanBuilder plan) {
    plan.set(
        ENGINE, EnginePlan.decided(plan.planned(ENGINE), plan.prior(ENGINE), plan.config(ENGINE)));
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    if (ready != null
        && !plan.isUnset(ENGINE)
        && !ApiAccess.offers(ready, Capabilities::knowsClusterEngines)) {
      plan.report(
          Diagnostic.error(
              Path.of(ENGINE),
              "This API has no engines of clusters",
              "The endpoint is a plain BentoCloud or an earlier Bentoform, where all clusters run on"
                  + " what the server runs on. Remove \"engine\", or update the server."));
    }
  }

  @Override
  protected Map<String, @Nullable Object> body(Value.Fields goal) {
    Map<String, @Nullable Object> body = new TreeMap<>();
    body.put(DESCRIPTION, goal.get(DESCRIPTION).asText(""));
    return body;
  }

  @Override
  protected Content creation(Value.Fields goal, Value.Fields config) {
    return content(new Stored(schema().empty(), PrivateState.EMPTY), goal, config);
  }

  @Override
  protected Content update(Stored prior, Value.Fields goal, Value.Fields config) {
    return content(prior, goal, config);
  }

  private Content content(Stored prior, Value.Fields goal, Value.Fields config) {
    Value before = prior.state().get(ENGINE);
    EngineValues values =
        EngineValues.changes(prior.privateState(), before, goal.get(ENGINE), config.get(ENGINE));
    Map<String, @Nullable Object> engine = EngineWire.changes(before, goal.get(ENGINE));
    engine.putAll(values.members());
    Map<String, @Nullable Object> body = body(goal);
    if (!engine.isEmpty()) {
      body.put(ENGINE, engine);
    }
    return new Content(body, values.hidden());
  }

  @Override
  protected Map<String, Value> values(Value.Fields known, JsonObject json) {
    return Map.of(
        DESCRIPTION, Value.text(json.text(DESCRIPTION, "")),
        CREATED_AT, Value.ofText(json.text(CREATED_AT)),
        ENGINE, EngineWire.refresh(known.get(ENGINE), json.object(ENGINE)));
  }

  @Override
  protected List<Diagnostic> warnings(Value.Fields state, PlainRecord now) {
    return EnginePlan.isKubernetes(state.get(ENGINE))
        ? EngineWarnings.of(now.name(), now.json().object("health"))
        : List.of();
  }

  /** The API has the write-only values under names without a suffix. */
  @Override
  protected Path path(String pointer, Value.Fields object) {
    return super.path(
        pointer.replaceFirst("^/engine/(kubeconfig|build_environment)(?=/|$)", "/engine/$1_wo"),
        object);
  }

  @Override
  public Stored importById(String id) {
    return imported(Map.of(NAME, Value.text(id)));
  }
}
