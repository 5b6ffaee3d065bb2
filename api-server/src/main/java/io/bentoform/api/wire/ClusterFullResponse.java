package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * A cluster with all that belongs to it (contract 3.4).
 *
 * @param kubeConfig always empty: credentials are not given out
 */
public record ClusterFullResponse(
    @JsonUnwrapped ClusterResponse cluster,
    OrganizationResponse organization,
    String kubeConfig,
    Config config,
    String grafanaRootPath,
    List<InstanceTypeResponse> resourceInstances) {

  public record Config(String defaultDeploymentKubeNamespace) {}
}
