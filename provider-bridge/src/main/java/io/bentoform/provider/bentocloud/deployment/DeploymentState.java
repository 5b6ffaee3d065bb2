package io.bentoform.provider.bentocloud.deployment;

import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.ACCESS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.BENTO;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.CANARY;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.ENVS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.LABELS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.REVISION;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.SECRETS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.SERVICES;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.STATUS;

import io.bentoform.provider.bentocloud.ApiObject;
import io.bentoform.provider.bentocloud.ClusterObject;
import io.bentoform.provider.bentocloud.Reported;
import io.bentoform.provider.client.CanaryRecord;
import io.bentoform.provider.client.Capabilities;
import io.bentoform.provider.client.DeploymentContent;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.client.DeploymentStatus;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.resource.PrivateState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The attributes of a state or plan of a deployment. */
record DeploymentState(Value.Fields object) {

  /** What this provider says that it is. */
  private static final String MANAGER = "terraform";

  /** Private state: the revision whose rollout failed, so that the next plan proposes it again. */
  static final String FAILED_REVISION = "failed_revision";

  /** Private state: the revision that the replicas run, if it is not the latest one. */
  static final String OBSERVED_REVISION = "observed_revision";

  /** Private state: the revision whose rollout was not finished at the end of the last apply. */
  static final String AWAITED_REVISION = "awaited_revision";

  /**
   * Whether the current configuration is not running according to the API: its rollout failed, or
   * the deployment was terminated.
   */
  boolean needsRollout(PrivateState privateState) {
    return hasFailed(privateState)
        || status().isDown()
        || (status().hasFailed() && privateState.get(OBSERVED_REVISION).isPresent());
  }

  /** Whether the latest rollout was started by this provider and failed. */
  private boolean hasFailed(PrivateState privateState) {
    String revision = get(REVISION).asLong().map(String::valueOf).orElse("null");
    return privateState.get(FAILED_REVISION).filter(revision::equals).isPresent()
        && status().hasFailed();
  }

  private DeploymentStatus status() {
    return new DeploymentStatus(text(STATUS));
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

  String text(String attribute) {
    return get(attribute).asText().orElse("");
  }

  Attachments attachments() {
    return Attachments.of(get(SECRETS), get(CANARY));
  }

  /**
   * What to check.
   *
   * @param stored which of the attached secrets the API has as the deployment will use them: the
   *     others are left out, as they need not exist yet
   */
  DeploymentContent contentToCheck(Predicate<AttachedSecret> stored) {
    return new DeploymentContent(
        get(ApiObject.NAME).asText().orElse(null),
        text(BENTO),
        get(ACCESS).asBool(false),
        get(ENVS).asTextMap(),
        get(LABELS).asTextMap(),
        ServiceWire.encode(get(SERVICES)),
        new CanaryState(get(CANARY)).content(stored),
        null,
        attachments().main().stream().filter(stored).map(AttachedSecret::label).toList(),
        Map.of());
  }

  /**
   * What to write.
   *
   * @param capabilities of the API, which checks that the secrets have their planned revisions, and
   *     records what manages the deployment
   */
  DeploymentContent content(Capabilities capabilities) {
    Map<String, Long> revisions = new TreeMap<>();
    attachments()
        .all()
        .forEach(
            secret ->
                secret
                    .revision()
                    .asLong()
                    .ifPresent(number -> revisions.put(secret.label(), number)));
    return contentToCheck(secret -> true)
        .with(
            capabilities.knowsWhatManagesDeployments() ? MANAGER : null,
            capabilities.expectsSecretRevisions() ? revisions : Map.of());
  }

  /** The state with the current values of the attributes that the API sets. */
  DeploymentState observed(DeploymentRecord record) {
    List<Value> urls = record.urls().stream().map(Value::text).toList();
    return new DeploymentState(
        ClusterObject.identified(object, record)
            .with(STATUS, Value.text(record.status().text()))
            .with(DeploymentSchema.URLS, Value.list(urls))
            .with(DeploymentSchema.ENDPOINT_URL, urls.isEmpty() ? Value.ofNull() : urls.getFirst())
            .with(REVISION, Value.ofNumber(record.revision()))
            .with(DeploymentSchema.CREATED_AT, Value.text(record.origin().createdAt())));
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
    Attachments held = held(record);
    return new DeploymentState(
        observed
            .object()
            .with(BENTO, bento(get(BENTO), record.bento(), null))
            .with(ACCESS, Value.bool(record.config().flag(ACCESS)))
            .with(ENVS, Reported.texts(get(ENVS), record.envs()))
            .with(LABELS, Reported.texts(get(LABELS), record.labels()))
            .with(SERVICES, ServiceWire.refresh(get(SERVICES), record.config().object(SERVICES)))
            .with(SECRETS, secrets(held))
            .with(CANARY, new CanaryState(get(CANARY)).refresh(record, held)));
  }

  /**
   * The known tag where it means the same: a {@code latest} tag matches any version of the bento,
   * and none matches what it is by default.
   */
  static Value bento(Value known, @Nullable String reported, @Nullable String byDefault) {
    if (reported == null || (known.isNull() && reported.equals(byDefault))) {
      return known;
    }
    Value latest = Value.text(reported.substring(0, reported.indexOf(':')) + ":latest");
    return known.equals(latest) ? known : Value.text(reported);
  }

  private Value secrets(Attachments held) {
    Value known = get(SECRETS);
    return held.main().isEmpty() && known.asList().isEmpty()
        ? known
        : AttachedSecret.value(held.main());
  }

  /** The attached secrets as the replicas use them, each list in the order of the state. */
  private Attachments held(DeploymentRecord record) {
    Attachments before = attachments();
    List<AttachedSecret> reported = AttachedSecret.reported(record, before.all().toList());
    Map<Path, List<String>> names = new LinkedHashMap<>();
    names.put(Path.of(SECRETS), record.config().texts(SECRETS));
    CanaryRecord canary = record.canary();
    if (canary != null) {
      canary
          .versions()
          .forEach((label, version) -> names.put(Attachments.place(label), version.secrets()));
    }
    Map<Path, List<AttachedSecret>> held = new LinkedHashMap<>();
    names.forEach(
        (place, there) -> held.put(place, ordered(before.at(place), attached(reported, there))));
    return new Attachments(held);
  }

  private static List<AttachedSecret> attached(List<AttachedSecret> all, List<String> names) {
    return names.stream()
        .flatMap(name -> AttachedSecret.find(all, Value.text(name)).stream())
        .toList();
  }

  /** Elements in the order of others, then those that the others do not have. */
  private static List<AttachedSecret> ordered(
      List<AttachedSecret> order, List<AttachedSecret> elements) {
    List<AttachedSecret> ordered = new ArrayList<>();
    order.forEach(each -> AttachedSecret.find(elements, each.name()).ifPresent(ordered::add));
    for (AttachedSecret each : elements) {
      if (AttachedSecret.find(ordered, each.name()).isEmpty()) {
        ordered.add(each);
      }
    }
    return ordered;
  }

  /** The state after apply: known planned values, else those returned by the API. */
  Value.Fields afterApply(DeploymentRecord record) {
    List<AttachedSecret> reported = AttachedSecret.reported(record, List.of());
    List<AttachedSecret> answered =
        attachments().main().stream()
            .map(AttachedSecret::name)
            .map(name -> AttachedSecret.find(reported, name).orElse(AttachedSecret.named(name)))
            .toList();
    Value secrets = AttachedSecret.value(get(SECRETS).isUnknown() ? reported : answered);
    Value.Fields refreshed = refresh(record, PrivateState.EMPTY).object();
    return DeploymentSchema.SCHEMA.filled(object, refreshed.with(SECRETS, secrets));
  }
}
