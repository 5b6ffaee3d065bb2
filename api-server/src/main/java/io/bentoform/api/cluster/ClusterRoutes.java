package io.bentoform.api.cluster;

import io.bentoform.api.access.Principal;
import io.bentoform.api.http.Expectation;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.ClusterRequest;
import io.bentoform.api.wire.InstanceTypeRequest;
import io.bentoform.api.wire.ListResponse;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/** The routes of clusters and instance types (contract C8, C12), and their additive changes. */
public final class ClusterRoutes implements HttpService {
  private static final String CLUSTERS = "/api/v1/clusters";
  private static final String CLUSTER = CLUSTERS + "/{cluster}";
  private static final String INSTANCE_TYPES = "/api/v1/instance_types";
  private static final String INSTANCE_TYPE = INSTANCE_TYPES + "/{name}";

  private final ClusterStore store;
  private final Clusters clusters;
  private final InstanceTypes instanceTypes;

  public ClusterRoutes(ClusterStore store, Clusters clusters, InstanceTypes instanceTypes) {
    this.store = store;
    this.clusters = clusters;
    this.instanceTypes = instanceTypes;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get(CLUSTERS, this::list)
        .post(CLUSTERS, this::create)
        .get(CLUSTER, this::get)
        .patch(CLUSTER, this::update)
        .delete(CLUSTER, this::delete)
        .get(INSTANCE_TYPES, this::instanceTypes)
        .post(INSTANCE_TYPES, this::createInstanceType)
        .get(INSTANCE_TYPE, this::instanceType)
        .patch(INSTANCE_TYPE, this::updateInstanceType)
        .delete(INSTANCE_TYPE, this::deleteInstanceType);
  }

  private void list(ServerRequest request, ServerResponse response) {
    List<Cluster> all = store.all(Principal.of(request).organization());
    Json.send(
        response,
        new ListResponse<>(
            0, all.size(), all.size(), all.stream().map(Cluster::listed).toList(), null));
  }

  private void create(ServerRequest request, ServerResponse response) {
    ClusterRequest body = RequestBody.strict(request, ClusterRequest.class);
    Json.send(response, clusters.create(Principal.of(request), body));
  }

  private void get(ServerRequest request, ServerResponse response) {
    Json.send(response, clusters.get(Principal.of(request).organization(), clusterName(request)));
  }

  private void update(ServerRequest request, ServerResponse response) {
    ClusterRequest body = RequestBody.strict(request, ClusterRequest.class);
    Json.send(
        response,
        clusters.update(
            Principal.of(request), clusterName(request), body, Expectation.of(request)));
  }

  private void delete(ServerRequest request, ServerResponse response) {
    Json.send(
        response,
        clusters.delete(Principal.of(request), clusterName(request), Expectation.of(request)));
  }

  private void instanceTypes(ServerRequest request, ServerResponse response) {
    Json.send(response, instanceTypes.list(store.resolve(request)));
  }

  private void instanceType(ServerRequest request, ServerResponse response) {
    Json.send(response, instanceTypes.get(store.resolve(request), typeName(request)));
  }

  private void createInstanceType(ServerRequest request, ServerResponse response) {
    InstanceTypeRequest body = RequestBody.strict(request, InstanceTypeRequest.class);
    Json.send(response, instanceTypes.create(Principal.of(request), store.resolve(request), body));
  }

  private void updateInstanceType(ServerRequest request, ServerResponse response) {
    InstanceTypeRequest body = RequestBody.strict(request, InstanceTypeRequest.class);
    Json.send(
        response,
        instanceTypes.update(
            Principal.of(request),
            store.resolve(request),
            typeName(request),
            body,
            Expectation.of(request)));
  }

  private void deleteInstanceType(ServerRequest request, ServerResponse response) {
    Json.send(
        response,
        instanceTypes.delete(
            Principal.of(request),
            store.resolve(request),
            typeName(request),
            Expectation.of(request)));
  }

  private static String clusterName(ServerRequest request) {
    return request.path().pathParameters().get("cluster");
  }

  private static String typeName(ServerRequest request) {
    return request.path().pathParameters().get("name");
  }
}
