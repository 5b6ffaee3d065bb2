package io.bentoform.api.terraform;

import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.deployment.Deployments;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.QueryParameters;
import io.bentoform.api.secret.Secret;
import io.bentoform.api.secret.Secrets;
import io.bentoform.api.wire.DeploymentResponse;
import io.bentoform.api.wire.SecretResponse;
import io.helidon.http.HttpMediaType;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Secrets and deployments as Terraform configuration (additive): one of them with what it needs, or
 * all. Values of secrets are variables.
 */
public final class TerraformRoutes implements HttpService {
  private static final HttpMediaType TEXT = HttpMediaType.create("text/plain; charset=utf-8");

  private final Secrets secrets;
  private final Deployments deployments;
  private final ClusterStore clusters;

  public TerraformRoutes(Secrets secrets, Deployments deployments, ClusterStore clusters) {
    this.secrets = secrets;
    this.deployments = deployments;
    this.clusters = clusters;
  }

  @Override
  public void routing(HttpRules routes) {
    routes.get("/api/v1/terraform", this::export);
  }

  private void export(ServerRequest request, ServerResponse response) {
    Optional<String> secret = QueryParameters.text(request, "secret");
    Optional<String> deployment = QueryParameters.text(request, "deployment");
    if (secret.isPresent() && deployment.isPresent()) {
      throw ProblemException.badRequest(
          "bad_parameter", "Name a secret or a deployment, or neither for all.");
    }
    String configuration =
        secret
            .map(name -> secret(clusters.resolve(request), name))
            .or(() -> deployment.map(name -> deployment(clusters.resolve(request), name)))
            .orElseGet(() -> all(request));
    response.headers().contentType(TEXT);
    response.send(configuration.getBytes(StandardCharsets.UTF_8));
  }

  private String secret(Cluster cluster, String name) {
    return Configuration.of(List.of(secrets.named(cluster, name).response(false)), List.of());
  }

  private String deployment(Cluster cluster, String name) {
    DeploymentResponse deployment = deployments.get(cluster, name);
    if (deployment.manifest().dev()) {
      throw ProblemException.badRequest(
          "codespace", name + " is a codespace, which Terraform does not manage.");
    }
    List<SecretResponse> attached =
        deployment.secrets().stream()
            .flatMap(secret -> secrets.find(cluster, secret.name()).stream())
            .map((Secret secret) -> secret.response(false))
            .toList();
    return Configuration.of(attached, List.of(deployment));
  }

  private String all(ServerRequest request) {
    List<Cluster> listed = clusters.listed(request);
    return Configuration.of(
        secrets.all(listed),
        deployments.all(listed).stream()
            .filter(deployment -> !deployment.manifest().dev())
            .toList());
  }
}
