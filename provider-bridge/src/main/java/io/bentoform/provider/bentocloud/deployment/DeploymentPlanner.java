package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.bentocloud.ImportMarker;
import io.bentoform.provider.bentocloud.NameConflict;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.CheckResult;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import io.bentoform.provider.resource.Planned;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Stored;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects the input of the plan rules of a deployment and applies their result to the plan. */
final class DeploymentPlanner {

  /** Problems of the check to ignore: during a plan, secrets need not exist yet. */
  private static final Set<String> NOT_AT_PLAN =
      Set.of("env_missing", "secret_not_found", "secret_revision_moved", "keys_conflict");

  private static final List<String> ROLLED_OUT =
      List.of(DeploymentSchema.BENTO, DeploymentSchema.ACCESS);

  private final ApiAccess access;

  DeploymentPlanner(ApiAccess access) {
    this.access = access;
  }

  Planned create(Value.Fields proposed, Value.Fields config) {
    PlanBuilder plan = PlanBuilder.create(DeploymentSchema.SCHEMA, proposed, config);
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    if (ready != null && plan.isUnset(DeploymentSchema.CLUSTER) && ready.cluster() != null) {
      plan.set(DeploymentSchema.CLUSTER, Value.text(ready.cluster()));
    }
    SecretLookup lookup = new SecretLookup(access, cluster(plan));
    List<AttachedSecret> after = attach(plan, lookup, List.of());
    lookup.warnOfSharedKeys(plan, after);
    check(plan, ready);
    String name = plan.planned(DeploymentSchema.NAME).asText().orElse("");
    ObjectId id = new ObjectId(cluster(plan), name);
    if (!name.isEmpty() && access.run().plansCreation("deployment", id)) {
      plan.report(NameConflict.moved("deployment", id));
    }
    return Planned.of(plan, PrivateState.EMPTY);
  }

  Planned update(Stored prior, Value.Fields proposed, Value.Fields config) {
    PlanBuilder plan = PlanBuilder.update(DeploymentSchema.SCHEMA, prior.state(), proposed, config);
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    List<AttachedSecret> before = new DeploymentState(prior.state()).secrets();
    SecretLookup lookup = new SecretLookup(access, cluster(plan));
    List<AttachedSecret> after = attach(plan, lookup, before);
    warnOfReplacedSecrets(plan, before, after);
    DeploymentPlan.Change change =
        new DeploymentPlan.Change(
            before,
            after,
            plan.planned(DeploymentSchema.RECREATE).asBool(true),
            identity(plan),
            new DeploymentState(prior.state()).needsRollout(prior.privateState())
                || plan.planned(DeploymentSchema.SECRETS).isUnknown()
                || triggered(plan, prior.privateState())
                || configurationDiffers(plan, ready));
    switch (DeploymentPlan.effect(change)) {
      case DeploymentPlan.Effect.Replace(List<Path> keyChanges) -> {
        keyChanges.forEach(plan::requireReplace);
        plan.markComputedUnknown();
      }
      case DeploymentPlan.Effect.Restart ignored -> {
        rollOut(plan);
        lookup.warnOfSharedKeys(plan, after);
        check(plan, ready);
      }
      case DeploymentPlan.Effect.NoRollout ignored -> {
        // computed attributes keep their prior values
      }
    }
    return Planned.of(plan, prior.privateState());
  }

  private static @Nullable String cluster(PlanBuilder plan) {
    return plan.planned(DeploymentSchema.CLUSTER).asText().orElse(null);
  }

  /** Plans the attached secrets and returns them. */
  private static List<AttachedSecret> attach(
      PlanBuilder plan, SecretLookup lookup, List<AttachedSecret> before) {
    Value configured = plan.config(DeploymentSchema.SECRETS);
    if (!configured.isPresent()) {
      plan.set(DeploymentSchema.SECRETS, configured);
      return List.of();
    }
    List<AttachedSecret> after = lookup.complete(plan, AttachedSecret.list(configured), before);
    plan.set(DeploymentSchema.SECRETS, AttachedSecret.value(after));
    return after;
  }

  /** The uid of an existing secret is unknown only when this plan replaces the secret. */
  private static void warnOfReplacedSecrets(
      PlanBuilder plan, List<AttachedSecret> before, List<AttachedSecret> after) {
    for (int i = 0; i < after.size(); i++) {
      AttachedSecret planned = after.get(i);
      boolean replaced =
          planned.uid().isUnknown()
              && AttachedSecret.find(before, planned.name())
                  .filter(held -> held.uid().isPresent() && held.revision().isPresent())
                  .isPresent();
      if (replaced) {
        Path path = Path.of(DeploymentSchema.SECRETS).index(i);
        plan.report(NameConflict.recreated(path, planned.name().asText().orElse("")));
      }
    }
  }

  private static boolean identity(PlanBuilder plan) {
    boolean differs = false;
    for (String name : List.of(DeploymentSchema.NAME, DeploymentSchema.CLUSTER)) {
      if (plan.differs(name)) {
        plan.requireReplace(Path.of(name));
        differs = true;
      }
    }
    return differs;
  }

  /**
   * The first trigger of an imported deployment is not a change, as the previous one is not known.
   */
  private static boolean triggered(PlanBuilder plan, PrivateState privateState) {
    return plan.differs(DeploymentSchema.TRIGGER)
        && !(plan.prior(DeploymentSchema.TRIGGER).isNull() && ImportMarker.isOn(privateState));
  }

  /** Compares configurations semantically. */
  private static boolean configurationDiffers(
      PlanBuilder plan, ApiAccess.Connection.@Nullable Ready ready) {
    if (ROLLED_OUT.stream().anyMatch(plan::differs)) {
      return true;
    }
    Value envs = plan.planned(DeploymentSchema.ENVS);
    if (!envs.isWhollyKnown() || !envs.asMap().equals(plan.prior(DeploymentSchema.ENVS).asMap())) {
      return true;
    }
    Value services = plan.planned(DeploymentSchema.SERVICES);
    if (!services.isWhollyKnown()
        || !ServiceWire.isSame(services, plan.prior(DeploymentSchema.SERVICES))) {
      return true;
    }
    // A plain BentoCloud can change labels only with a rollout.
    return plan.differs(DeploymentSchema.LABELS) && ready != null && !patchesLabels(ready);
  }

  private static boolean patchesLabels(ApiAccess.Connection.Ready ready) {
    return ApiErrors.call(
        "ask the control API what it offers", () -> ready.api().capabilities().patchesLabels());
  }

  /**
   * A rollout changes status and revision; the URLs may change only with another bento or services.
   */
  private static void rollOut(PlanBuilder plan) {
    plan.unknown(DeploymentSchema.STATUS);
    plan.unknown(DeploymentSchema.REVISION);
    boolean addressed = !plan.prior(DeploymentSchema.URLS).asList().isEmpty();
    boolean other = plan.differs(DeploymentSchema.BENTO) || plan.differs(DeploymentSchema.SERVICES);
    if (!addressed || other) {
      plan.unknown(DeploymentSchema.URLS);
      plan.unknown(DeploymentSchema.ENDPOINT_URL);
    }
  }

  /** Validates the planned deployment with the API, if everything relevant is known. */
  private void check(PlanBuilder plan, ApiAccess.Connection.@Nullable Ready ready) {
    DeploymentState goal = new DeploymentState(plan.state());
    boolean known =
        List.of(
                DeploymentSchema.BENTO,
                DeploymentSchema.ACCESS,
                DeploymentSchema.ENVS,
                DeploymentSchema.LABELS,
                DeploymentSchema.SERVICES)
            .stream()
            .allMatch(name -> goal.get(name).isWhollyKnown());
    if (ready == null || !known || plan.hasErrors()) {
      return;
    }
    Map<String, @Nullable Object> body = new LinkedHashMap<>(goal.body());
    body.put("name", goal.name().isEmpty() ? null : goal.name());
    body.put("dev", false);
    body.put("secrets", null);
    CheckResult result =
        ApiErrors.call(
            "check the deployment \"" + goal.name() + "\"",
            () ->
                access
                    .planScope()
                    .ask(() -> check(ready, goal.cluster(), body), plan::report)
                    .orElse(CheckResult.NOTHING));
    for (ApiException.Detail problem : result.problems()) {
      if (!NOT_AT_PLAN.contains(problem.code())) {
        Path path = DeploymentErrors.path(problem.pointer(), goal);
        plan.report(Diagnostic.error(path, "The API would reject the deployment", problem.text()));
      }
    }
    for (ApiException.Detail warning : result.warnings()) {
      plan.report(DeploymentErrors.notHonoured(warning, goal));
    }
  }

  private static CheckResult check(
      ApiAccess.Connection.Ready ready,
      @Nullable String cluster,
      Map<String, @Nullable Object> body) {
    return ready.api().capabilities().checksDeployments()
        ? ready.api().deployments().check(cluster, body)
        : CheckResult.NOTHING;
  }
}
