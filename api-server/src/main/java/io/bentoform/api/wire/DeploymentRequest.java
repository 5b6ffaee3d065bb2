package io.bentoform.api.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of a create, an update or a check of a deployment (contract C2), in JSON or YAML.
 *
 * @param name of a create alone; null lets the server choose one
 * @param cluster of a deployment file; on the wire it is a query parameter
 * @param labels null keeps those that there are
 * @param secrets names
 * @param services by the name of the BentoML service
 * @param expectedSecretRevisions additive: the call is refused when a secret has moved on
 */
public record DeploymentRequest(
    @Nullable String name,
    @Nullable String cluster,
    @Nullable Boolean dev,
    @Nullable String bento,
    @Nullable Boolean accessAuthorization,
    @Nullable List<DeploymentConfig.Variable> envs,
    @Nullable List<Label> labels,
    @Nullable List<String> secrets,
    @Nullable Map<String, DeploymentConfig.Service> services,
    @Nullable JsonNode canary,
    @Nullable Map<String, Integer> expectedSecretRevisions) {

  /** The body of a change of labels alone. */
  public record Metadata(@Nullable List<Label> labels) {}

  /** The part that a revision keeps. */
  public DeploymentConfig config() {
    return new DeploymentConfig(
        Boolean.TRUE.equals(accessAuthorization),
        envs == null ? List.of() : envs,
        secrets == null ? List.of() : secrets,
        services == null ? Map.of() : services);
  }
}
