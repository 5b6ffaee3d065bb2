package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.ObjectId;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.client.DeploymentRecord.HeldSecret;
import io.bentoform.provider.client.Origin;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.resource.PrivateState;
import io.bentoform.provider.resource.Timeouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The attributes of a state or plan of a deployment. */
record DeploymentState(Value.Fields object) {

  /** Private state: the revision whose rollout failed, so that the next plan proposes it again. */
  static final String FAILED_REVISION = "failed_revision";

  /** Private state: the revision that the replicas run, if it is not the latest one. */
  static final String OBSERVED_REVISION = "observed_revision";

  /** Private state: the revision whose rollout was not finished at the end of the last apply. */
  static final String AWAITED_REVISION = "awaited_revision";

  /** Statuses of a deployment whose latest revision is not running. */
  private static final Set<String> NOT_RUNNING =
      Set.of("failed", "image-build-failed", "terminated", "terminating");

  /** Statuses of a failed rollout. */
  static final Set<String> FAILURES =
      Set.of("failed", "image-build-failed", "terminated", "terminating", "unhealthy");

  String name() {
    return object.get(DeploymentSchema.NAME).asText().orElse("");
  }

  @Nullable String cluster() {
    return object.get(DeploymentSchema.CLUSTER).asText().orElse(null);
  }

  ObjectId id() {
    return new ObjectId(cluster(), name());
  }

  /** The uid; null in a state of an earlier release until it is refreshed. */
  @Nullable String uid() {
    return object.get(DeploymentSchema.UID).asText().orElse(null);
  }

  /** Whether the record is that of another deployment of the same name. */
  boolean isAnother(DeploymentRecord record) {
    return Origin.areDifferent(uid(), record.origin().uid());
  }

  /**
   * Whether the current configuration is not running according to the API: its rollout failed, or
   * the deployment was terminated.
   */
  boolean needsRollout(PrivateState privateState) {
    String status = object.get(DeploymentSchema.STATUS).asText().orElse("");
    return hasFailed(privateState)
        || NOT_RUNNING.contains(status)
        || (status.equals("unhealthy") && privateState.get(OBSERVED_REVISION).isPresent());
  }

  /** The private state after a refresh, with the running revision if it is not the latest one. */
  static PrivateState observing(DeploymentRecord record, PrivateState kept) {
    Long observed = record.observedRevision();
    return observed == null || observed.equals(record.revision())
        ? kept.without(OBSERVED_REVISION)
        : kept.with(OBSERVED_REVISION, Long.toString(observed));
  }

  Value get(String attribute) {
    return object.get(attribute);
  }

  List<AttachedSecret> secrets() {
    return AttachedSecret.list(object.get(DeploymentSchema.SECRETS));
  }

  boolean waits() {
    return object.get(DeploymentSchema.WAIT).asBool(true);
  }

  Duration timeout(Timeouts.Operation operation) {
    return DeploymentSchema.LIMITS.of(operation, object);
  }

  /** The request body of a create or update, without a name. */
  Map<String, @Nullable Object> body() {
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("bento", object.get(DeploymentSchema.BENTO).asText().orElse(""));
    body.put("access_authorization", object.get(DeploymentSchema.ACCESS).asBool(false));
    body.put("envs", Pairs.envs(object.get(DeploymentSchema.ENVS)));
    body.put("labels", Pairs.labels(object.get(DeploymentSchema.LABELS)));
    body.put("services", ServiceWire.encode(object.get(DeploymentSchema.SERVICES)));
    body.put("canary", null);
    List<@Nullable Object> names = new ArrayList<>();
    secrets().forEach(secret -> secret.name().asText().ifPresent(names::add));
    body.put("secrets", names);
    return body;
  }

  /** The planned secret revisions, which the API checks. */
  Map<String, @Nullable Object> expectedRevisions() {
    Map<String, @Nullable Object> expected = new LinkedHashMap<>();
    for (AttachedSecret secret : secrets()) {
      Optional<Long> revision = secret.revision().asLong();
      revision.ifPresent(number -> expected.put(secret.name().asText().orElse(""), number));
    }
    return expected;
  }

  /** The state with the current values of the attributes that the API sets. */
  DeploymentState observed(DeploymentRecord record) {
    Map<String, Value> entries = new TreeMap<>(object.entries());
    String cluster = record.cluster() == null ? cluster() : record.cluster();
    entries.put(DeploymentSchema.NAME, Value.text(record.name()));
    entries.put(DeploymentSchema.CLUSTER, Value.text(cluster == null ? "default" : cluster));
    String uid = record.origin().uid();
    entries.put(DeploymentSchema.UID, uid == null ? Value.ofNull() : Value.text(uid));
    entries.put(DeploymentSchema.STATUS, Value.text(record.status()));
    entries.put(
        DeploymentSchema.URLS, Value.list(record.urls().stream().map(Value::text).toList()));
    entries.put(
        DeploymentSchema.ENDPOINT_URL,
        record.urls().isEmpty() ? Value.ofNull() : Value.text(record.urls().getFirst()));
    Long revision = record.revision();
    entries.put(
        DeploymentSchema.REVISION, revision == null ? Value.ofNull() : Value.number(revision));
    entries.put(DeploymentSchema.CREATED_AT, Value.text(record.origin().createdAt()));
    return new DeploymentState(new Value.Fields(entries));
  }

  /**
   * The state according to the API, keeping prior values that are semantically equal. After a
   * failed rollout, the configuration is kept as it was before, as the new one is not running.
   */
  DeploymentState refresh(DeploymentRecord record, PrivateState privateState) {
    DeploymentState observed = observed(record);
    if (observed.hasFailed(privateState)) {
      return observed;
    }
    Map<String, Value> entries = new TreeMap<>(observed.object().entries());
    entries.put(DeploymentSchema.BENTO, bento(record));
    entries.put(DeploymentSchema.ACCESS, Value.bool(record.config().flag("access_authorization")));
    entries.put(
        DeploymentSchema.ENVS,
        Pairs.refresh(
            object.get(DeploymentSchema.ENVS), Pairs.decodeEnvs(record.config().raw("envs"))));
    entries.put(
        DeploymentSchema.LABELS,
        Pairs.refresh(object.get(DeploymentSchema.LABELS), record.labels()));
    entries.put(
        DeploymentSchema.SERVICES,
        ServiceWire.refresh(
            object.get(DeploymentSchema.SERVICES), record.config().object("services")));
    entries.put(DeploymentSchema.SECRETS, held(record));
    return new DeploymentState(new Value.Fields(entries));
  }

  /** Whether the latest rollout was started by this provider and failed. */
  boolean hasFailed(PrivateState privateState) {
    String revision =
        object.get(DeploymentSchema.REVISION).asLong().map(String::valueOf).orElse("null");
    String status = object.get(DeploymentSchema.STATUS).asText().orElse("");
    return privateState.get(FAILED_REVISION).filter(revision::equals).isPresent()
        && FAILURES.contains(status);
  }

  /** A {@code latest} tag matches any version of the bento. */
  private Value bento(DeploymentRecord record) {
    Value known = object.get(DeploymentSchema.BENTO);
    String reported = record.bento();
    if (reported == null) {
      return known;
    }
    String latest = reported.substring(0, reported.indexOf(':')) + ":latest";
    return known.asText().filter(latest::equals).isPresent() ? known : Value.text(reported);
  }

  /** The attached secrets as the replicas use them, in the order of the state. */
  private Value held(DeploymentRecord record) {
    Value known = object.get(DeploymentSchema.SECRETS);
    List<AttachedSecret> before = secrets();
    List<AttachedSecret> reported = reported(record, before);
    List<AttachedSecret> ordered = new ArrayList<>();
    before.forEach(each -> AttachedSecret.find(reported, each.name()).ifPresent(ordered::add));
    for (AttachedSecret each : reported) {
      if (AttachedSecret.find(ordered, each.name()).isEmpty()) {
        ordered.add(each);
      }
    }
    return ordered.isEmpty() && known.asList().isEmpty() ? known : AttachedSecret.value(ordered);
  }

  private static List<AttachedSecret> reported(
      DeploymentRecord record, List<AttachedSecret> before) {
    List<AttachedSecret> reported = new ArrayList<>();
    List<HeldSecret> held = record.secrets();
    if (held == null) {
      // A plain BentoCloud reports only the names: keep what was written last.
      for (String name : record.config().texts("secrets")) {
        Value text = Value.text(name);
        reported.add(AttachedSecret.find(before, text).orElse(AttachedSecret.named(text)));
      }
      return reported;
    }
    for (HeldSecret secret : held) {
      Long revision = secret.revision();
      String uid = secret.uid();
      reported.add(
          new AttachedSecret(
              Value.text(secret.name()),
              Value.setOfText(secret.keys()),
              revision == null ? Value.ofNull() : Value.number(revision),
              uid == null ? Value.ofNull() : Value.text(uid)));
    }
    return reported;
  }

  /** The state after apply: known planned values, else those returned by the API. */
  DeploymentState afterApply(DeploymentRecord record) {
    Map<String, Value> answered = refresh(record, PrivateState.EMPTY).object().entries();
    Map<String, Value> entries = new TreeMap<>();
    object
        .entries()
        .forEach(
            (name, planned) ->
                entries.put(
                    name,
                    planned.isWhollyKnown()
                        ? planned
                        : answered.getOrDefault(name, Value.ofNull())));
    if (!object.get(DeploymentSchema.SECRETS).isWhollyKnown()) {
      entries.put(DeploymentSchema.SECRETS, mergedSecrets(record));
    }
    return new DeploymentState(new Value.Fields(entries));
  }

  private Value mergedSecrets(DeploymentRecord record) {
    List<AttachedSecret> reported = reported(record, List.of());
    if (!object.get(DeploymentSchema.SECRETS).isPresent()) {
      return AttachedSecret.value(reported);
    }
    List<AttachedSecret> merged = new ArrayList<>();
    for (AttachedSecret planned : secrets()) {
      AttachedSecret real =
          AttachedSecret.find(reported, planned.name())
              .orElse(AttachedSecret.named(planned.name()));
      merged.add(
          new AttachedSecret(
              planned.name(),
              planned.keys().isWhollyKnown() ? planned.keys() : real.keys(),
              planned.revision().isUnknown() ? real.revision() : planned.revision(),
              planned.uid().isUnknown() ? real.uid() : planned.uid()));
    }
    return AttachedSecret.value(merged);
  }
}
