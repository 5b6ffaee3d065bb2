package io.bentoform.provider.bentocloud.secret;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiObject;
import io.bentoform.provider.bentocloud.ImportMarker;
import io.bentoform.provider.bentocloud.NameConflict;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.Run;
import io.bentoform.provider.client.Capabilities;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.client.SecretClient;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.diag.DiagnosticException;
import io.bentoform.provider.plan.PlanBuilder;
import io.bentoform.provider.resource.Stored;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the input of the plan rules of a secret and applies their result to the plan. */
record SecretPlanner(ApiAccess access) {

  /**
   * Private state: the revision last written by this provider, to detect changes outside of
   * Terraform.
   */
  static final String WRITTEN = "written_revision";

  void create(PlanBuilder plan) {
    Set<String> keys = keys(plan);
    requireVersionWithoutCompare(plan);
    path(plan);
    write(plan, keys, SecretPlan.create(keys));
    keepValues(plan);
  }

  void update(PlanBuilder plan, Stored prior) {
    path(plan);
    Set<String> keys = keys(plan);
    if (plan.requireReplacements()) {
      write(plan, keys, SecretPlan.replacement());
      plan.markComputedUnknown();
      return;
    }
    SecretPlan.Values values = values(plan, prior);
    SecretPlan.Wanted wanted = new SecretPlan.Wanted(keys, settingsDiffer(plan), values);
    write(plan, keys, SecretPlan.update(new SecretState(prior.state()), wanted));
    warnOfOutsideUse(plan, keys);
    if (!(values instanceof SecretPlan.Values.Kept)) {
      keepValues(plan);
    }
  }

  private void write(PlanBuilder plan, Set<String> keys, SecretPlan.Content content) {
    if (content instanceof SecretPlan.Content.Written(Value revision, Value keyRevisions)) {
      plan.set(SecretSchema.KEYS, Value.setOfText(keys));
      plan.set(SecretSchema.REVISION, revision);
      plan.set(SecretSchema.KEY_REVISIONS, keyRevisions);
      ObjectId id = ObjectId.of(plan.state());
      if (access.run().isAttachedUnchanged(id)) {
        plan.report(attachedByLiteralName(id.name()));
      }
      keep(plan.state());
    }
  }

  private void warnOfOutsideUse(PlanBuilder plan, Set<String> keys) {
    Set<String> before = plan.prior(SecretSchema.KEYS).asTextSet();
    if (plan.differs(SecretSchema.REVISION)) {
      new OutsideUse(access).report(plan, ObjectId.of(plan.state()), !keys.equals(before));
    }
  }

  /** Keeps what tells equal values apart from others, for deployments that attach the secret. */
  private void keepValues(PlanBuilder plan) {
    Value values = plan.config(SecretSchema.VALUES);
    if (!plan.areKnown(SecretSchema.PATH, SecretSchema.SUB_PATHS) || !values.isWhollyKnown()) {
      return;
    }
    Optional<String> directory = SecretSchema.underHome(plan.planned(SecretSchema.PATH));
    Value subPaths = plan.planned(SecretSchema.SUB_PATHS);
    Map<String, String> byPlace = new TreeMap<>();
    values.asTextMap().forEach((key, value) -> byPlace.put(place(directory, subPaths, key), value));
    access.run().plannedValues().keep(ObjectId.of(plan.state()), byPlace);
  }

  /** A variable by its name, a file by its path. */
  private static String place(Optional<String> directory, Value subPaths, String key) {
    String subPath = subPaths.get(key).asText("");
    return directory
        .map(
            path ->
                Stream.of(SecretSchema.HOME, path, subPath, key)
                    .filter(segment -> !segment.isEmpty())
                    .collect(Collectors.joining("/")))
        .orElse(key);
  }

  /** Records the secret for deployments that refer to it by name. */
  void keep(Value.Fields secret) {
    Value keys = secret.get(SecretSchema.KEYS);
    Value revision = secret.get(SecretSchema.REVISION);
    Value uid = secret.get(ApiObject.UID);
    access.run().keep(ObjectId.of(secret), new Run.Secret(keys, revision, uid));
  }

  private static Diagnostic attachedByLiteralName(String name) {
    return Diagnostic.warning(
        Path.of(ApiObject.NAME),
        "A deployment attaches the secret \"" + name + "\" by a literal name",
        "Terraform does not know that the deployment depends on this secret, so the deployment was"
            + " planned before this change, and only the next apply restarts or replaces it."
            + " Attach the resource itself (secrets = [bentocloud_secret.NAME]).");
  }

  /** The keys, which must be known at plan: whether deployments are replaced depends on them. */
  private static Set<String> keys(PlanBuilder plan) {
    Value values = plan.config(SecretSchema.VALUES);
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
      boolean file = type.equals(Value.text(SecretSchema.FILE));
      Value path = file ? Value.text(SecretSchema.HOME) : Value.ofNull();
      plan.set(SecretSchema.PATH, type.isUnknown() ? type : path);
    }
  }

  private static boolean settingsDiffer(PlanBuilder plan) {
    Value subPaths = plan.planned(SecretSchema.SUB_PATHS);
    return plan.differs(SecretSchema.TYPE)
        || plan.differs(SecretSchema.PATH)
        || plan.differs(SecretSchema.STAGE)
        || !subPaths.asMap().equals(plan.prior(SecretSchema.SUB_PATHS).asMap());
  }

  private SecretPlan.Values values(PlanBuilder plan, Stored prior) {
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    Value version = plan.config(SecretSchema.VERSION);
    if (ready == null
        || version.isUnknown()
        || !plan.areKnown(
            SecretSchema.TYPE, SecretSchema.PATH, SecretSchema.STAGE, SecretSchema.SUB_PATHS)) {
      return new SecretPlan.Values.NotKnown();
    }
    if (!version.isNull()) {
      return isRewritten(prior, version)
          ? new SecretPlan.Values.Rewritten()
          : new SecretPlan.Values.Kept();
    }
    requireVersionWithoutCompare(plan);
    if (plan.hasErrors() || !plan.config(SecretSchema.VALUES).isWhollyKnown()) {
      return new SecretPlan.Values.NotKnown();
    }
    return compare(plan, ready, prior.state());
  }

  /** Whether values with a version are rewritten. */
  static boolean isRewritten(Stored prior, Value version) {
    String revision = Long.toString(new SecretState(prior.state()).revision());
    boolean moved =
        prior.privateState().get(WRITTEN).filter(written -> !written.equals(revision)).isPresent();
    return moved || ImportMarker.isChanged(prior, SecretSchema.VERSION, version);
  }

  private SecretPlan.Values compare(
      PlanBuilder plan, ApiAccess.Connection.Ready ready, Value.Fields before) {
    ObjectId id = ObjectId.of(before);
    var values = plan.config(SecretSchema.VALUES).asTextMap();
    SecretClient client = ready.api().secrets();
    Optional<SecretClient.Comparison> comparison =
        access.ask(
            "compare the secret \"" + id.name() + "\"",
            () -> client.compare(id.cluster(), id.name(), values),
            plan::report);
    if (comparison.isEmpty()) {
      return new SecretPlan.Values.NotKnown();
    }
    if (Origin.areDifferent(ApiObject.uid(before), comparison.get().uid())) {
      throw new DiagnosticException(NameConflict.recreatedOutside("secret", id));
    }
    if (comparison.get().revision() != new SecretState(before).revision()) {
      throw new DiagnosticException(changedOutside(id.name()));
    }
    return new SecretPlan.Values.Compared(comparison.get().changed());
  }

  static Diagnostic changedOutside(String name) {
    return Diagnostic.error(
        "The secret \"" + name + "\" was changed outside of Terraform",
        "The secret was changed after Terraform had read it. Nothing was written. Plan again, with"
            + " refresh, to see the required changes.");
  }

  private void requireVersionWithoutCompare(PlanBuilder plan) {
    ApiAccess.Connection.Ready ready = access.readyOrNull();
    if (ready != null
        && plan.isUnset(SecretSchema.VERSION)
        && !ApiAccess.offers(ready, Capabilities::comparesSecrets)) {
      plan.report(
          Diagnostic.error(
              Path.of(SecretSchema.VERSION),
              "This API cannot compare values",
              "The endpoint is a plain BentoCloud, which cannot compare values with the stored"
                  + " ones. Set \"values_wo_version\": values are then written whenever it"
                  + " changes."));
    }
  }
}
