package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.ApiAccess;
import io.bentoform.provider.bentocloud.ApiErrors;
import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.bentocloud.Run;
import io.bentoform.provider.client.SecretRecord;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.plan.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Resolves the keys and revisions of secrets that are attached by name. */
final class SecretLookup {

  private final Run run;
  private final ApiAccess.Connection.@Nullable Ready ready;
  private final @Nullable String cluster;

  /**
   * Looks up secrets of a cluster.
   *
   * @param access its run takes precedence: secrets that it writes are not in the API yet
   */
  SecretLookup(ApiAccess access, @Nullable String cluster) {
    this.run = access.run();
    this.ready = access.readyOrNull();
    this.cluster = cluster;
  }

  /** The elements to plan, with missing fields from this run or the API. */
  List<AttachedSecret> complete(
      PlanBuilder plan, List<AttachedSecret> configured, List<AttachedSecret> before) {
    List<AttachedSecret> planned = new ArrayList<>();
    for (int i = 0; i < configured.size(); i++) {
      planned.add(complete(plan, i, configured.get(i), before));
    }
    return planned;
  }

  private AttachedSecret complete(
      PlanBuilder plan, int index, AttachedSecret configured, List<AttachedSecret> before) {
    Optional<AttachedSecret> kept = AttachedSecret.find(before, configured.name());
    if (!configured.keys().isNull() && !configured.revision().isNull()) {
      Value uid = kept.map(AttachedSecret::uid).orElse(Value.ofUnknown());
      return filled(configured, configured.keys(), configured.revision(), uid);
    }
    String name = configured.name().asText().orElse(null);
    Optional<Run.Secret> written =
        name == null ? Optional.empty() : run.secret(new ObjectId(cluster, name));
    if (written.isPresent()) {
      return filled(
          configured, written.get().keys(), written.get().revision(), written.get().uid());
    }
    if (name == null || ready == null) {
      return filled(configured, Value.ofUnknown(), Value.ofUnknown(), Value.ofUnknown());
    }
    Optional<SecretRecord> record = find(name);
    if (record.isPresent()) {
      run.attach(new ObjectId(cluster, name));
      Long revision = record.get().revision();
      String uid = record.get().origin().uid();
      return filled(
          configured,
          Value.setOfText(record.get().keys()),
          revision == null ? Value.ofNull() : Value.number(revision),
          uid == null ? Value.ofNull() : Value.text(uid));
    }
    plan.report(
        kept.isPresent()
            ? DeploymentErrors.attachedSecretMissing(index, name)
            : DeploymentErrors.secretMissing(index, name));
    return kept.map(prior -> filled(configured, prior.keys(), prior.revision(), prior.uid()))
        .orElse(configured);
  }

  private static AttachedSecret filled(
      AttachedSecret configured, Value keys, Value revision, Value uid) {
    return new AttachedSecret(
        configured.name(),
        configured.keys().isNull() ? keys : configured.keys(),
        configured.revision().isNull() ? revision : configured.revision(),
        configured.uid().isNull() ? uid : configured.uid());
  }

  private Optional<SecretRecord> find(String name) {
    ApiAccess.Connection.Ready connection = Objects.requireNonNull(ready);
    return ApiErrors.call(
        "read the secret \"" + name + "\"", () -> connection.api().secrets().find(cluster, name));
  }

  /** Warns of attached secrets that define the same environment variable or file. */
  void warnOfSharedKeys(PlanBuilder plan, List<AttachedSecret> secrets) {
    for (int i = 0; i < secrets.size(); i++) {
      for (int j = i + 1; j < secrets.size(); j++) {
        AttachedSecret one = secrets.get(i);
        AttachedSecret other = secrets.get(j);
        TreeSet<String> shared = new TreeSet<>(one.keys().asTextSet());
        shared.retainAll(other.keys().asTextSet());
        String first = one.name().asText().orElse("");
        String second = other.name().asText().orElse("");
        if (!shared.isEmpty() && !first.equals(second)) {
          List<String> conflicting =
              shared.stream().filter(key -> conflicts(first, second, key)).toList();
          if (!conflicting.isEmpty()) {
            plan.report(DeploymentErrors.sharedKeys(first, second, conflicting));
          }
        }
      }
    }
  }

  /**
   * Files conflict only in the same directory; a secret that does not exist yet may always
   * conflict.
   */
  private boolean conflicts(String one, String other, String key) {
    if (ready == null) {
      return true;
    }
    Optional<SecretRecord> first = find(one);
    Optional<SecretRecord> second = find(other);
    return first.isEmpty()
        || second.isEmpty()
        || location(first.get(), key).equals(location(second.get(), key));
  }

  private static String location(SecretRecord secret, String key) {
    SecretRecord.Item item = secret.items().get(key);
    return secret.type().equals("env")
        ? "env"
        : secret.path()
            + "/"
            + (item == null ? "" : Objects.requireNonNullElse(item.subPath(), ""));
  }
}
