package io.bentoform.provider.bentocloud.deployment;

import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.BENTO;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.ENVS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.ROUTE_BY;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.ROUTE_TYPE;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.SECRETS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.SERVICES;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.VERSIONS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.WEIGHT;

import io.bentoform.provider.bentocloud.Reported;
import io.bentoform.provider.client.CanaryContent;
import io.bentoform.provider.client.CanaryRecord;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The attribute {@code canary} of a state or plan. What a version does not set is as in the main
 * version, and the API reports it as if it were set.
 */
record CanaryState(Value canary) {

  private static final String RANDOM = "random";

  private Map<String, Value> versions() {
    return canary.get(VERSIONS).asMap();
  }

  private String routeType() {
    return canary.get(ROUTE_TYPE).asText().orElse(RANDOM);
  }

  /**
   * What to write; null for no canary versions.
   *
   * @param attached which secrets to attach
   */
  @Nullable CanaryContent content(Predicate<AttachedSecret> attached) {
    Map<String, CanaryContent.Version> versions = new TreeMap<>();
    versions().forEach((label, version) -> versions.put(label, content(version, attached)));
    return versions.isEmpty()
        ? null
        : new CanaryContent(
            canary.get(ROUTE_TYPE).asText().orElse(null),
            canary.get(ROUTE_BY).asText().orElse(null),
            versions);
  }

  private static CanaryContent.Version content(Value version, Predicate<AttachedSecret> attached) {
    Value services = version.get(SERVICES);
    Value envs = version.get(ENVS);
    Value secrets = version.get(SECRETS);
    return new CanaryContent.Version(
        version.get(BENTO).asText().orElse(null),
        version.get(WEIGHT).asLong().orElse(null),
        services.isPresent() ? ServiceWire.encode(services) : null,
        envs.isPresent() ? envs.asTextMap() : null,
        secrets.isPresent()
            ? AttachedSecret.list(secrets).stream()
                .filter(attached)
                .map(AttachedSecret::label)
                .toList()
            : null);
  }

  /** Whether all that is configured is known; keys and revisions of secrets are not. */
  boolean isKnown() {
    return !canary.isUnknown()
        && versions().values().stream().allMatch(CanaryState::isKnown)
        && !canary.get(VERSIONS).isUnknown()
        && canary.get(ROUTE_TYPE).isWhollyKnown()
        && canary.get(ROUTE_BY).isWhollyKnown();
  }

  private static boolean isKnown(Value version) {
    return version.get(SERVICES).isWhollyKnown()
        && said(version).values().stream().allMatch(Value::isWhollyKnown);
  }

  /** Whether two known values mean the same, apart from keys and revisions of secrets. */
  boolean isSame(CanaryState other) {
    if (versions().isEmpty() || !versions().keySet().equals(other.versions().keySet())) {
      return versions().isEmpty() && other.versions().isEmpty();
    }
    return routeType().equals(other.routeType())
        && canary.get(ROUTE_BY).equals(other.canary.get(ROUTE_BY))
        && versions().entrySet().stream()
            .allMatch(each -> isSame(each.getValue(), other.versionsValue().get(each.getKey())));
  }

  private Value versionsValue() {
    return canary.get(VERSIONS);
  }

  private static boolean isSame(Value one, Value other) {
    return said(one).equals(said(other))
        && ServiceWire.isSame(one.get(SERVICES), other.get(SERVICES));
  }

  /** What a version says beside its services: a weight of nothing is 0, secrets are names. */
  private static Map<String, Value> said(Value version) {
    Value weight = version.get(WEIGHT);
    Value secrets = version.get(SECRETS);
    return Map.of(
        BENTO,
        version.get(BENTO),
        WEIGHT,
        weight.isNull() ? Value.number(0) : weight,
        ENVS,
        version.get(ENVS),
        SECRETS,
        secrets.isPresent()
            ? Value.list(AttachedSecret.list(secrets).stream().map(AttachedSecret::name).toList())
            : secrets);
  }

  /**
   * The canary versions that the API reports, with prior values that mean the same, and without
   * what is as in the main version.
   *
   * @param attached the secrets of each version, as the replicas use them
   */
  Value refresh(DeploymentRecord record, Attachments attached) {
    CanaryRecord reported = record.canary();
    if (reported == null) {
      return versions().isEmpty() ? canary : Value.ofNull();
    }
    Map<String, Value> versions = new TreeMap<>();
    reported
        .versions()
        .forEach(
            (label, version) ->
                versions.put(
                    label,
                    version(
                        versionsValue().get(label),
                        record,
                        version,
                        attached.at(Attachments.place(label)))));
    Value type = canary.get(ROUTE_TYPE);
    return new Value.Fields(
        Map.of(
            ROUTE_TYPE,
            routeType().equals(reported.routeType()) ? type : Value.text(reported.routeType()),
            ROUTE_BY,
            Value.ofText(reported.routeBy()),
            VERSIONS,
            new Value.Fields(versions)));
  }

  private static Value version(
      Value known,
      DeploymentRecord main,
      CanaryRecord.Version reported,
      List<AttachedSecret> attached) {
    Value weight = known.get(WEIGHT);
    Value services = known.get(SERVICES);
    Value envs = known.get(ENVS);
    boolean sameSecrets = reported.secrets().equals(main.config().texts(SECRETS));
    return new Value.Fields(
        Map.of(
            BENTO,
            DeploymentState.bento(known.get(BENTO), reported.bento(), main.bento()),
            WEIGHT,
            weight.isNull() && reported.weight() == 0 ? weight : Value.number(reported.weight()),
            SERVICES,
            services.asMap().isEmpty() && hasServicesOf(main, reported)
                ? services
                : ServiceWire.refresh(services, reported.config().object(SERVICES)),
            ENVS,
            envs(envs, main, reported),
            SECRETS,
            known.get(SECRETS).isNull() && sameSecrets
                ? Value.ofNull()
                : AttachedSecret.value(attached)));
  }

  /** Null is as in the main version, and an empty map is none. */
  private static Value envs(Value known, DeploymentRecord main, CanaryRecord.Version reported) {
    if (known.isPresent()) {
      return Reported.texts(known, reported.envs());
    }
    return reported.envs().equals(main.envs()) ? known : Value.mapOfText(reported.envs());
  }

  private static boolean hasServicesOf(DeploymentRecord main, CanaryRecord.Version version) {
    return ServiceWire.isSame(services(main.config()), services(version.config()));
  }

  private static Value services(JsonObject config) {
    return ServiceWire.refresh(Value.ofNull(), config.object(SERVICES));
  }
}
