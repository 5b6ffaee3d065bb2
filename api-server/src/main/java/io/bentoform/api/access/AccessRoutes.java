package io.bentoform.api.access;

import io.bentoform.api.wire.Json;
import io.bentoform.api.wire.ListResponse;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;

/** Who am I, and which clusters are there (contract A3, C12). */
public final class AccessRoutes implements HttpService {
  private final AccessStore store;

  public AccessRoutes(AccessStore store) {
    this.store = store;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/api/v1/auth/current", this::currentUser)
        .get("/api/v1/current_org", this::currentOrganization)
        .get("/api/v1/clusters", this::clusters)
        .get("/api/v1/clusters/{cluster}", this::cluster);
  }

  private void currentUser(ServerRequest request, ServerResponse response) {
    Json.send(response, Principal.of(request).user().response());
  }

  private void currentOrganization(ServerRequest request, ServerResponse response) {
    Json.send(response, Principal.of(request).organization().response());
  }

  private void clusters(ServerRequest request, ServerResponse response) {
    List<Cluster> clusters = store.clusters(Principal.of(request).organization());
    Json.send(
        response,
        new ListResponse<>(
            0,
            clusters.size(),
            clusters.size(),
            clusters.stream().map(Cluster::response).toList()));
  }

  private void cluster(ServerRequest request, ServerResponse response) {
    Optional<String> name = Optional.of(request.path().pathParameters().get("cluster"));
    Json.send(response, store.cluster(Principal.of(request).organization(), name).response());
  }
}
