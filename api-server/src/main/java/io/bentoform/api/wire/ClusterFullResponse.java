package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster with all that belongs to it (contract 3.4).
 *
 * @param kubeConfig always empty: credentials are not given out
 * @param engine additive: what runs its deployments
 * @param health additive: how that is now; null of a cluster that was just deleted
 */
public record ClusterFullResponse(
    @JsonUnwrapped ClusterResponse cluster,
    OrganizationResponse organization,
    String kubeConfig,
    Config config,
    String grafanaRootPath,
    List<InstanceTypeResponse> resourceInstances,
    EngineResponse engine,
    EngineResponse.@Nullable Health health) {

  public record Config(String defaultDeploymentKubeNamespace) {}
}
