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

import io.bentoform.provider.bentocloud.ClusterObject;
import io.bentoform.provider.bentocloud.Reported;
import io.bentoform.provider.bentocloud.deployment.attachment.AttachedSecret;
import io.bentoform.provider.bentocloud.deployment.attachment.Attachments;
import io.bentoform.provider.bentocloud.deployment.service.ServiceWire;
import io.bentoform.provider.client.Capabilities;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.client.DeploymentStatus;
import io.bentoform.provider.client.DeploymentVersion;
import io.bentoform.provider.client.Pairs;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.resource.PrivateState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    return get(attribute).asText("");
  }

  Attachments attachments() {
    return Attachments.of(DeploymentSchema.ATTACHING, object);
  }

  /**
   * The configuration to check or write, in the API's form.
   *
   * @param attached which secrets to attach
   */
  Map<String, @Nullable Object> body(Predicate<AttachedSecret> attached) {
    VersionState main = new VersionState(object);
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(BENTO, text(BENTO));
    body.put(ACCESS, get(ACCESS).asBool(false));
    body.put(ENVS, Pairs.envs(get(ENVS).asTextMap()));
    body.put(LABELS, Pairs.labels(get(LABELS).asTextMap()));
    body.put(SERVICES, Objects.requireNonNullElse(main.services(), Map.of()));
    body.put(CANARY, new CanaryState(get(CANARY)).body(attached));
    body.put(SECRETS, Objects.requireNonNullElse(main.secrets(attached), List.of()));
    return body;
  }

  /**
   * The configuration to write, in the API's form.
   *
   * @param capabilities of the API, which checks that the secrets have their planned revisions, and
   *     records what manages the deployment
   */
  Map<String, @Nullable Object> body(Capabilities capabilities) {
    Map<String, @Nullable Object> body = body(secret -> true);
    if (capabilities.knowsWhatManagesDeployments()) {
      body.put("managed_by", MANAGER);
    }
    Map<String, Long> revisions = new TreeMap<>();
    attachments()
        .all()
        .forEach(
            secret ->
                secret
                    .revision()
                    .asLong()
                    .ifPresent(number -> revisions.put(secret.label(), number)));
    if (capabilities.expectsSecretRevisions() && !revisions.isEmpty()) {
      body.put("expected_secret_revisions", revisions);
    }
    return body;
  }

  /**
   * What needs a rollout when it changes, apart from secrets of the main version; equal for the
   * same meaning.
   */
  Map<String, Object> said() {
    return Map.of(
        BENTO,
        get(BENTO),
        ACCESS,
        get(ACCESS),
        ENVS,
        get(ENVS).asMap(),
        SERVICES,
        ServiceWire.said(get(SERVICES)),
        CANARY,
        new CanaryState(get(CANARY)).said());
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
    List<AttachedSecret> held = AttachedSecret.reported(record, attachments().all().toList());
    return new DeploymentState(
        new VersionState(observed.object())
            .refresh(record.main(), DeploymentVersion.NONE, held)
            .with(ACCESS, Value.bool(record.main().config().flag(ACCESS)))
            .with(LABELS, Reported.texts(get(LABELS), record.labels()))
            .with(CANARY, new CanaryState(get(CANARY)).refresh(record, held)));
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
