package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.bentocloud.ImportMarker;
import io.bentoform.provider.bentocloud.NameConflict;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.client.SecretClient;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.plan.PlanBuilder;
import io.bentoform.provider.resource.Planned;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Stored;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Collects the input of the plan rules of a secret and applies their result to the plan. */
final class SecretPlanner {

  /**
   * Private state: the revision last written by this provider, to detect changes outside of
   * Terraform.
   */
  static final String WRITTEN = "written_revision";

  private final ApiAccess access;

  SecretPlanner(ApiAccess access) {
    this.access = access;
  }

  Planned create(Value.Fields proposed, Value.Fields config) {
    PlanBuilder plan = PlanBuilder.create(SecretSchema.SCHEMA, proposed, config);
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    Set<String> keys = keys(config);
    if (ready != null) {
      requireVersionWithoutCompare(plan, ready);
      if (plan.isUnset(SecretSchema.CLUSTER) && ready.cluster() != null) {
        plan.set(SecretSchema.CLUSTER, Value.text(ready.cluster()));
      }
    }
    path(plan);
    id(plan);
    write(plan, keys, SecretPlan.create(keys));
    ObjectId id = new SecretState(plan.state()).id();
    if (access.run().plansCreation("secret", id)) {
      plan.report(NameConflict.moved("secret", id));
    }
    return Planned.of(plan, PrivateState.EMPTY);
  }

  Planned update(Stored prior, Value.Fields proposed, Value.Fields config) {
    PlanBuilder plan = PlanBuilder.update(SecretSchema.SCHEMA, prior.state(), proposed, config);
    path(plan);
    Set<String> keys = keys(config);
    boolean replaced = false;
    for (String name : new String[] {SecretSchema.NAME, SecretSchema.CLUSTER}) {
      if (plan.differs(name)) {
        plan.requireReplace(Path.of(name));
        replaced = true;
      }
    }
    if (replaced) {
      plan.unknown(SecretSchema.ID);
      plan.unknown(SecretSchema.UID);
      write(plan, keys, SecretPlan.replacement());
    } else {
      SecretState before = new SecretState(prior.state());
      SecretPlan.Prior stored =
          new SecretPlan.Prior(before.keys(), before.revision(), before.keyRevisions());
      SecretPlan.Values values = values(plan, prior, config);
      write(
          plan,
          keys,
          SecretPlan.update(stored, new SecretPlan.Wanted(keys, settingsDiffer(plan), values)));
    }
    return Planned.of(plan, prior.privateState());
  }

  private void write(PlanBuilder plan, Set<String> keys, SecretPlan.Content content) {
    switch (content) {
      case SecretPlan.Content.Unchanged ignored -> {
        // computed attributes keep their prior values
      }
      case SecretPlan.Content.Written(Value revision, Value keyRevisions) -> {
        plan.set(SecretSchema.KEYS, Value.setOfText(keys));
        plan.set(SecretSchema.REVISION, revision);
        plan.set(SecretSchema.KEY_REVISIONS, keyRevisions);
        SecretState written = new SecretState(plan.state());
        if (access.run().isAttachedUnchanged(written.id())) {
          plan.report(SecretErrors.attachedByLiteralName(written.name()));
        }
        written.keepIn(access.run());
      }
    }
  }

  /** The keys, which must be known at plan: whether deployments are replaced depends on them. */
  private static Set<String> keys(Value.Fields config) {
    Value values = config.get(SecretSchema.VALUES);
    if (values.isUnknown()) {
      throw new DiagnosticException(
          Diagnostic.error(
              Path.of(SecretSchema.VALUES),
              "The keys of the secret are not known yet",
              "The whole map \"values_wo\" depends on a value that is known only after apply, so"
                  + " the keys of the secret cannot be planned. Write the keys out, as in { KEY ="
                  + " some_resource.value }: values may be unknown, keys must be known. Or apply"
                  + " the resource it depends on first, with -target."));
    }
    return values.asMap().keySet();
  }

  private static void path(PlanBuilder plan) {
    if (plan.isUnset(SecretSchema.PATH)) {
      Value type = plan.planned(SecretSchema.TYPE);
      Value file = Value.text(SecretSchema.FILE);
      Value none = type.equals(file) ? Value.text(SecretSchema.HOME) : Value.ofNull();
      plan.set(SecretSchema.PATH, type.isUnknown() ? type : none);
    }
  }

  private static void id(PlanBuilder plan) {
    String cluster = plan.planned(SecretSchema.CLUSTER).asText().orElse(null);
    String name = plan.planned(SecretSchema.NAME).asText().orElse(null);
    if (cluster != null && name != null) {
      plan.set(SecretSchema.ID, Value.text(cluster + "/" + name));
    }
  }

  private static boolean settingsDiffer(PlanBuilder plan) {
    return plan.differs(SecretSchema.TYPE)
        || plan.differs(SecretSchema.PATH)
        || plan.differs(SecretSchema.STAGE)
        || !plan.planned(SecretSchema.SUB_PATHS)
            .asMap()
            .equals(plan.prior(SecretSchema.SUB_PATHS).asMap());
  }

  private SecretPlan.Values values(PlanBuilder plan, Stored prior, Value.Fields config) {
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    Value version = config.get(SecretSchema.VERSION);
    boolean settingsKnown =
        plan.planned(SecretSchema.TYPE).isPresent()
            && !plan.planned(SecretSchema.PATH).isUnknown()
            && plan.planned(SecretSchema.STAGE).isPresent()
            && plan.planned(SecretSchema.SUB_PATHS).isWhollyKnown();
    if (ready == null || version.isUnknown() || !settingsKnown) {
      return new SecretPlan.Values.NotKnown();
    }
    if (!version.isNull()) {
      return isRewritten(prior, config)
          ? new SecretPlan.Values.Rewritten()
          : new SecretPlan.Values.Kept();
    }
    requireVersionWithoutCompare(plan, ready);
    if (plan.hasErrors() || !config.get(SecretSchema.VALUES).isWhollyKnown()) {
      return new SecretPlan.Values.NotKnown();
    }
    return compare(plan, ready, prior, config);
  }

  /** Whether values with a version are rewritten. */
  static boolean isRewritten(Stored prior, Value.Fields config) {
    Value before = prior.state().get(SecretSchema.VERSION);
    // An imported secret has no version yet: the first one stands for the existing values.
    boolean sameVersion =
        config.get(SecretSchema.VERSION).equals(before)
            || (before.isNull() && ImportMarker.isOn(prior.privateState()));
    String revision = Long.toString(new SecretState(prior.state()).revision());
    boolean moved =
        prior.privateState().get(WRITTEN).filter(written -> !written.equals(revision)).isPresent();
    return !sameVersion || moved;
  }

  private SecretPlan.Values compare(
      PlanBuilder plan, ApiAccess.Connection.Ready ready, Stored prior, Value.Fields config) {
    SecretState before = new SecretState(prior.state());
    Map<String, String> values = new TreeMap<>(config.get(SecretSchema.VALUES).asTextMap());
    Optional<SecretClient.Comparison> comparison =
        ApiErrors.call(
            "compare the secret \"" + before.name() + "\"",
            () ->
                access
                    .planScope()
                    .ask(
                        () ->
                            ready.api().secrets().compare(before.cluster(), before.name(), values),
                        plan::report));
    if (comparison.isEmpty()) {
      return new SecretPlan.Values.NotKnown();
    }
    if (before.isAnother(comparison.get().uid())) {
      throw new DiagnosticException(SecretErrors.recreated(before.name()));
    }
    if (comparison.get().revision() != before.revision()) {
      throw new DiagnosticException(SecretErrors.moved(before.name()));
    }
    return new SecretPlan.Values.Compared(comparison.get().changed());
  }

  private static void requireVersionWithoutCompare(
      PlanBuilder plan, ApiAccess.Connection.Ready ready) {
    if (!plan.config(SecretSchema.VERSION).isNull()) {
      return;
    }
    boolean compares =
        ApiErrors.call(
            "ask the control API what it offers",
            () -> ready.api().capabilities().comparesSecrets());
    if (!compares) {
      plan.report(SecretErrors.versionRequired());
    }
  }
}
