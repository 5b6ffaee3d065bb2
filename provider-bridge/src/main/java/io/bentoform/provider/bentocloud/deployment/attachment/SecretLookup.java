package io.bentoform.provider.bentocloud.deployment.attachment;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.Run;
import io.bentoform.provider.client.SecretRecord;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.plan.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Resolves the keys and revisions of secrets that are attached by name. */
public final class SecretLookup {

  private final Run run;
  private final ApiAccess.Connection.@Nullable Ready ready;
  private final @Nullable String cluster;

  /**
   * Looks up secrets of a cluster.
   *
   * @param access its run takes precedence: secrets that it writes are not in the API yet
   */
  public SecretLookup(ApiAccess access, @Nullable String cluster) {
    this.run = access.run();
    this.ready = access.readyOrNull();
    this.cluster = cluster;
  }

  /** The configured secrets with what they leave open, from this run or the API. */
  public Attachments complete(PlanBuilder plan, Attachments configured, Attachments before) {
    return configured.with(
        (place, secrets) -> {
          List<AttachedSecret> planned = new ArrayList<>();
          for (int i = 0; i < secrets.size(); i++) {
            planned.add(complete(plan, place.index(i), secrets.get(i), before.at(place)));
          }
          return planned;
        });
  }

  private AttachedSecret complete(
      PlanBuilder plan, Path element, AttachedSecret configured, List<AttachedSecret> before) {
    Optional<AttachedSecret> kept = AttachedSecret.find(before, configured.name());
    Value unknown = Value.ofUnknown();
    if (!configured.keys().isNull() && !configured.revision().isNull()) {
      Value uid = kept.map(AttachedSecret::uid).orElse(unknown);
      return configured.completed(configured.keys(), configured.revision(), uid);
    }
    String name = configured.label();
    Optional<Run.Secret> written =
        name.isEmpty() ? Optional.empty() : run.secret(new ObjectId(cluster, name));
    if (written.isPresent()) {
      Run.Secret secret = written.get();
      return configured.completed(secret.keys(), secret.revision(), secret.uid());
    }
    if (name.isEmpty() || ready == null) {
      return configured.completed(unknown, unknown, unknown);
    }
    Optional<SecretRecord> record = find(name);
    if (record.isPresent()) {
      run.attach(new ObjectId(cluster, name));
      return configured.completed(
          Value.setOfText(record.get().keys()),
          Value.ofNumber(record.get().revision()),
          Value.ofText(record.get().origin().uid()));
    }
    plan.report(missing(kept.isPresent(), element, name));
    return kept.map(prior -> configured.completed(prior.keys(), prior.revision(), prior.uid()))
        .orElse(configured);
  }

  private static Diagnostic missing(boolean attached, Path element, String name) {
    Path path = element.attribute(AttachmentSchema.NAME);
    return attached
        ? Diagnostic.warning(
            path,
            "The secret \"" + name + "\" no longer exists",
            "The running replicas keep its values, but the next start of the deployment fails."
                + " Recreate the secret or detach it.")
        : Diagnostic.error(
            path,
            "The secret \"" + name + "\" does not exist",
            "If this configuration creates the secret, attach the resource itself (secrets ="
                + " [bentocloud_secret.NAME]). Otherwise create it first.");
  }

  /** Whether the API has what the deployment will use: this plan does not write the secret. */
  public boolean isStored(AttachedSecret secret) {
    return run.secret(id(secret)).isEmpty();
  }

  /** Where two secrets have different values; empty unless this plan knows the values of both. */
  Optional<Set<String>> plannedConflicts(AttachedSecret one, AttachedSecret other) {
    return run.plannedValues().conflicts(id(one), id(other));
  }

  private ObjectId id(AttachedSecret secret) {
    return new ObjectId(cluster, secret.label());
  }

  /** Whether the API can be asked. */
  boolean isReady() {
    return ready != null;
  }

  /** A secret as the API has it; there is none in a cluster that this run creates. */
  Optional<SecretRecord> find(String name) {
    if (run.isNewCluster(cluster)) {
      return Optional.empty();
    }
    ApiAccess.Connection.Ready connection = Objects.requireNonNull(ready);
    return ApiErrors.call(
        "read the secret \"" + name + "\"", () -> connection.api().secrets().find(cluster, name));
  }
}
