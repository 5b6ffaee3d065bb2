package io.bentoform.provider.bentocloud.deployment;

import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.BENTO;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.ENVS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.ROUTE_BY;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.ROUTE_TYPE;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.SECRETS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.SERVICES;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.VERSIONS;
import static io.bentoform.provider.bentocloud.deployment.DeploymentSchema.WEIGHT;

import io.bentoform.provider.bentocloud.deployment.attachment.AttachedSecret;
import io.bentoform.provider.bentocloud.deployment.service.ServiceWire;
import io.bentoform.provider.client.CanaryRecord;
import io.bentoform.provider.client.DeploymentRecord;
import io.bentoform.provider.cty.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The attribute {@code canary} of a state or plan. */
record CanaryState(Value canary) {

  private static final String RANDOM = "random";

  private Map<String, Value> versions() {
    return canary.get(VERSIONS).asMap();
  }

  private String routeType() {
    return canary.get(ROUTE_TYPE).asText(RANDOM);
  }

  /**
   * What to write, in the API's form; null for no canary versions.
   *
   * @param attached which secrets to attach
   */
  @Nullable Map<String, @Nullable Object> body(Predicate<AttachedSecret> attached) {
    if (versions().isEmpty()) {
      return null;
    }
    Map<String, @Nullable Object> versions = new LinkedHashMap<>();
    versions().forEach((label, version) -> versions.put(label, body(version, attached)));
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(ROUTE_TYPE, canary.get(ROUTE_TYPE).asText().orElse(null));
    body.put(ROUTE_BY, canary.get(ROUTE_BY).asText().orElse(null));
    body.put(VERSIONS, versions);
    return body;
  }

  private static Map<String, @Nullable Object> body(
      Value version, Predicate<AttachedSecret> attached) {
    VersionState set = VersionState.of(version);
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put(BENTO, version.get(BENTO).asText().orElse(null));
    body.put(WEIGHT, version.get(WEIGHT).asLong().map(BigDecimal::valueOf).orElse(null));
    body.put(SERVICES, set.services());
    body.put(ENVS, set.envs());
    body.put(SECRETS, set.secrets(attached));
    return body;
  }

  /** What it says; equal for the same meaning. Keys and revisions of secrets do not matter. */
  Map<String, Object> said() {
    if (versions().isEmpty()) {
      return Map.of();
    }
    Map<String, Object> said = new TreeMap<>();
    versions().forEach((label, version) -> said.put(label, said(version)));
    return Map.of(ROUTE_TYPE, routeType(), ROUTE_BY, canary.get(ROUTE_BY), VERSIONS, said);
  }

  /** A weight of nothing is 0, secrets are names in any order. */
  private static Map<String, Object> said(Value version) {
    Value weight = version.get(WEIGHT);
    Value secrets = version.get(SECRETS);
    return Map.of(
        BENTO,
        version.get(BENTO),
        WEIGHT,
        weight.isNull() ? Value.number(0) : weight,
        SERVICES,
        ServiceWire.said(version.get(SERVICES)),
        ENVS,
        version.get(ENVS),
        SECRETS,
        secrets.isPresent()
            ? AttachedSecret.list(secrets).stream()
                .map(AttachedSecret::name)
                .collect(Collectors.toSet())
            : secrets);
  }

  /**
   * The canary versions that the API reports, with prior values that mean the same.
   *
   * @param held all secrets of the deployment, as the replicas use them
   */
  Value refresh(DeploymentRecord record, List<AttachedSecret> held) {
    CanaryRecord reported = record.canary();
    if (reported == null) {
      return versions().isEmpty() ? canary : Value.ofNull();
    }
    Map<String, Value> versions = new TreeMap<>();
    reported
        .versions()
        .forEach(
            (label, version) -> {
              Value known = canary.get(VERSIONS).get(label);
              versions.put(
                  label,
                  VersionState.of(known)
                      .refresh(version, record.main(), held)
                      .with(WEIGHT, weight(known.get(WEIGHT), reported.weights().get(label))));
            });
    boolean sameType = routeType().equals(reported.routeType());
    return new Value.Fields(
        Map.of(
            ROUTE_TYPE,
            sameType ? canary.get(ROUTE_TYPE) : Value.text(reported.routeType()),
            ROUTE_BY,
            Value.ofText(reported.routeBy()),
            VERSIONS,
            new Value.Fields(versions)));
  }

  private static Value weight(Value known, @Nullable Long reported) {
    Value weight = Value.number(reported == null ? 0 : reported);
    return known.isNull() && weight.equals(Value.number(0)) ? known : weight;
  }
}
