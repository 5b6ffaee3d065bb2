package io.bentoform.provider.bentocloud.deployment;

import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.ACCESS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.BENTO;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.CANARY;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.ENDPOINT_URL;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.ENVS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.LABELS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.SECRETS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.SERVICES;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.TRIGGER;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.URLS;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ImportMarker;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.Pointers;
import io.bentoform.provider.bentocloud.deployment.attachment.AttachedSecret;
import io.bentoform.provider.bentocloud.deployment.attachment.Attachments;
import io.bentoform.provider.bentocloud.deployment.attachment.ReplacedSecrets;
import io.bentoform.provider.bentocloud.deployment.attachment.SecretLookup;
import io.bentoform.provider.bentocloud.deployment.attachment.SharedKeys;
import io.bentoform.provider.client.ApiException;
import io.bentoform.provider.client.Capabilities;
import io.bentoform.provider.client.CheckResult;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import io.bentoform.provider.resource.Stored;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Collects the input of the plan rules of a deployment and applies their result to the plan. */
record DeploymentPlanner(ApiAccess access) {

  /** Problems of the check to ignore: during a plan, secrets need not exist yet. */
  private static final Set<String> NOT_AT_PLAN =
      Set.of("env_missing", "secret_not_found", "secret_revision_moved");

  void create(PlanBuilder plan) {
    SecretLookup lookup = lookup(plan);
    judge(plan, lookup, attach(plan, lookup, Attachments.NONE));
  }

  void update(PlanBuilder plan, Stored prior) {
    DeploymentState state = new DeploymentState(prior.state());
    Attachments before = state.attachments();
    SecretLookup lookup = lookup(plan);
    Attachments after = attach(plan, lookup, before);
    ReplacedSecrets.report(plan, before, after);
    DeploymentPlan.Change change =
        new DeploymentPlan.Change(
            before,
            after,
            plan.planned(DeploymentSchema.RECREATE).asBool(true),
            plan.requireReplacements(),
            state.needsRollout(prior.privateState())
                || plan.planned(SECRETS).isUnknown()
                || ImportMarker.isChanged(prior, TRIGGER, plan.planned(TRIGGER))
                || configurationDiffers(plan, state));
    switch (DeploymentPlan.effect(change)) {
      case DeploymentPlan.Effect.Replace(List<Path> keyChanges) -> {
        keyChanges.forEach(plan::requireReplace);
        plan.markComputedUnknown();
      }
      case DeploymentPlan.Effect.Restart ignored -> {
        rollOut(plan);
        judge(plan, lookup, after);
      }
      case DeploymentPlan.Effect.NoRollout ignored -> {
        // computed attributes keep their prior values
      }
    }
  }

  private SecretLookup lookup(PlanBuilder plan) {
    return new SecretLookup(access, ObjectId.of(plan.state()).cluster());
  }

  /** Plans the attached secrets and returns them. */
  private static Attachments attach(PlanBuilder plan, SecretLookup lookup, Attachments before) {
    Attachments configured = Attachments.of(DeploymentSchema.ATTACHING, plan.config());
    Attachments after = lookup.complete(plan, configured, before);
    Value.Fields attached = after.into(DeploymentSchema.ATTACHING, plan.state());
    plan.set(SECRETS, attached.get(SECRETS));
    plan.set(CANARY, attached.get(CANARY));
    return after;
  }

  /** Compares configurations semantically. */
  private boolean configurationDiffers(PlanBuilder plan, DeploymentState before) {
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    return !plan.areKnown(BENTO, ACCESS, ENVS, SERVICES, CANARY)
        || !new DeploymentState(plan.state()).said().equals(before.said())
        // A plain BentoCloud can change labels only with a rollout.
        || (plan.differs(LABELS)
            && ready != null
            && !ApiAccess.offers(ready, Capabilities::patchesLabels));
  }

  /**
   * A rollout changes status and revision; the URLs may change only with another bento or services.
   */
  private static void rollOut(PlanBuilder plan) {
    boolean addressed = !plan.prior(URLS).asList().isEmpty();
    if (addressed && !plan.differs(BENTO) && !plan.differs(SERVICES)) {
      plan.set(URLS, plan.prior(URLS));
      plan.set(ENDPOINT_URL, plan.prior(ENDPOINT_URL));
    }
    plan.markComputedUnknown();
  }

  /** Reports what the API would refuse or not honour, as far as it is known. */
  private void judge(PlanBuilder plan, SecretLookup lookup, Attachments attached) {
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    boolean checked =
        ready != null
            && !access.run().isNewCluster(ObjectId.of(plan.state()).cluster())
            && ApiAccess.offers(ready, Capabilities::checksDeployments)
            && plan.areKnown(BENTO, ACCESS, ENVS, LABELS, SERVICES, CANARY);
    new SharedKeys(lookup, checked).report(plan, attached);
    if (ready != null && checked && !plan.hasErrors()) {
      check(plan, ready, lookup::isStored);
    }
  }

  /**
   * Validates the planned deployment with the API.
   *
   * @param stored which attached secrets it has as the deployment will use them
   */
  private void check(
      PlanBuilder plan, ApiAccess.Connection.Ready ready, Predicate<AttachedSecret> stored) {
    Value.Fields goal = plan.state();
    ObjectId id = ObjectId.of(goal);
    Map<String, @Nullable Object> body = new DeploymentState(goal).body(stored);
    CheckResult result =
        access
            .ask(
                "check the deployment \"" + id.name() + "\"",
                () ->
                    ready
                        .api()
                        .deployments()
                        .check(
                            id.cluster(),
                            goal.get(DeploymentSchema.NAME).asText().orElse(null),
                            body),
                plan::report)
            .orElse(CheckResult.NOTHING);
    for (ApiException.Detail problem : result.problems()) {
      if (!NOT_AT_PLAN.contains(problem.code())) {
        // The secrets are sent without those that are not stored, so their places differ.
        String pointer = problem.pointer().replaceFirst("/" + SECRETS + "/.*", "/" + SECRETS);
        Path path = Pointers.path(DeploymentSchema.SCHEMA, goal, pointer);
        plan.report(Diagnostic.error(path, "The API would reject the deployment", problem.text()));
      }
    }
    result.warnings().forEach(warning -> plan.report(notHonoured(warning, goal)));
  }

  /**
   * The warning about a setting that the API accepts and does not honour. It names the attribute,
   * for a host shows the whole resource when that is within another one.
   */
  private static Diagnostic notHonoured(ApiException.Detail warning, Value.Fields goal) {
    Path path = Pointers.path(DeploymentSchema.SCHEMA, goal, warning.pointer());
    return Diagnostic.warning(
        path,
        "The API would not honour this setting",
        path.equals(Path.ROOT) ? warning.text() : path + ": " + warning.text());
  }
}
