package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that a revision of a deployment records and gives back as it was sent (contract
 * C2 and C3): an update by the client is read, merged and written, so nothing may be masked.
 */
public record DeploymentConfig(
    boolean accessAuthorization,
    List<Variable> envs,
    List<String> secrets,
    Map<String, Service> services) {

  /** An environment variable in the open. */
  public record Variable(@Nullable String name, @Nullable String value) {}

  /**
   * What is set for one BentoML service.
   *
   * @param coldStartTimeout seconds
   * @param configOverrides what differs from the service's own configuration
   */
  public record Service(
      @Nullable String instanceType,
      @Nullable Scaling scaling,
      @Nullable List<Variable> envs,
      @Nullable String deploymentStrategy,
      @Nullable JsonNode extras,
      @Nullable Integer coldStartTimeout,
      @Nullable JsonNode configOverrides) {

    /** The variables of this service; they win over those of the deployment. */
    @JsonIgnore
    public List<Variable> variables() {
      return envs == null ? List.of() : envs;
    }
  }

  /** How many replicas; null leaves it to the server, which takes one. */
  public record Scaling(
      @Nullable Integer minReplicas, @Nullable Integer maxReplicas, @Nullable JsonNode policy) {}
}
