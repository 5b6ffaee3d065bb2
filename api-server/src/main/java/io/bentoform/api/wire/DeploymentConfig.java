package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that a revision of a deployment records and gives back as it was sent (contract
 * C2 and C3): an update by the client is read, merged and written, so nothing may be masked.
 */
public record DeploymentConfig(
    boolean accessAuthorization,
    List<Variable> envs,
    List<String> secrets,
    Map<String, Service> services,
    @Nullable Canary canary) {

  /** The canary versions, by their labels. */
  @JsonIgnore
  public Map<String, Canary.Version> versions() {
    return canary == null ? Map.of() : canary.given();
  }

  /** The configuration of the main version alone, as a target shows it (contract C3). */
  public DeploymentConfig main() {
    return new DeploymentConfig(accessAuthorization, envs, secrets, services, null);
  }

  /** What a canary version runs: its own settings, and those of the main one where it has none. */
  public DeploymentConfig version(Canary.Version version) {
    Map<String, Service> own = keptServices(version.services());
    return new DeploymentConfig(
        accessAuthorization,
        version.envs() == null ? envs : kept(version.envs()),
        version.secrets() == null ? secrets : names(version.secrets()),
        own.isEmpty() ? services : own,
        null);
  }

  /** All attached secrets of all versions, each once, those of the main one first. */
  public List<String> allSecrets() {
    Set<String> all = new LinkedHashSet<>(secrets);
    versions().values().forEach(version -> all.addAll(version(version).secrets()));
    return List.copyOf(all);
  }

  static List<String> names(@Nullable List<@Nullable String> names) {
    return names == null ? List.of() : names.stream().flatMap(Stream::ofNullable).toList();
  }

  static Map<String, Service> keptServices(@Nullable Map<String, @Nullable Service> services) {
    Map<String, Service> kept = new LinkedHashMap<>();
    if (services != null) {
      services.forEach(
          (service, settings) -> {
            if (settings != null) {
              kept.put(service, settings.kept());
            }
          });
    }
    return kept;
  }

  /** An environment variable in the open. */
  public record Variable(@Nullable String name, @Nullable String value) {}

  /** Variables as the client can read them: no element and no value is null (contract 2). */
  static List<Variable> kept(@Nullable List<@Nullable Variable> variables) {
    return variables == null
        ? List.of()
        : variables.stream()
            .flatMap(Stream::ofNullable)
            .map(one -> one.value() == null ? new Variable(one.name(), "") : one)
            .toList();
  }

  /**
   * What is set for one BentoML service.
   *
   * @param coldStartTimeout seconds
   * @param configOverrides what differs from the service's own configuration
   */
  public record Service(
      @Nullable String instanceType,
      @Nullable Scaling scaling,
      @Nullable List<@Nullable Variable> envs,
      @Nullable String deploymentStrategy,
      @Nullable JsonNode extras,
      @Nullable Integer coldStartTimeout,
      @Nullable JsonNode configOverrides) {

    /** The variables of this service; they win over those of the deployment. */
    @JsonIgnore
    public List<Variable> variables() {
      return DeploymentConfig.kept(envs);
    }

    /** These settings as the client can read them. */
    Service kept() {
      return new Service(
          instanceType,
          scaling,
          envs == null ? null : new ArrayList<@Nullable Variable>(variables()),
          deploymentStrategy,
          readable(extras),
          coldStartTimeout,
          configOverrides);
    }

    /** The client sends null members of the request overrides and cannot read them (C2.3). */
    private static @Nullable JsonNode readable(@Nullable JsonNode extras) {
      if (extras != null && extras.get("bento_request_overrides") instanceof ObjectNode overrides) {
        overrides.removeIf(JsonNode::isNull);
      }
      return extras;
    }
  }

  /** How many replicas; null leaves it to the server, which takes one. */
  public record Scaling(
      @Nullable Integer minReplicas, @Nullable Integer maxReplicas, @Nullable JsonNode policy) {

    /** How many replicas there are at least, with the default. */
    public static int least(@Nullable Scaling scaling) {
      Integer least = scaling == null ? null : scaling.minReplicas;
      Integer most = scaling == null ? null : scaling.maxReplicas;
      return least != null ? least : most == null ? 1 : Math.min(1, most);
    }

    /** How many replicas there are at most, with the default. */
    public static int most(@Nullable Scaling scaling) {
      Integer most = scaling == null ? null : scaling.maxReplicas;
      return most != null ? most : Math.max(1, least(scaling));
    }
  }
}
