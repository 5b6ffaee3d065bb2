package io.bentoform.api.secret;

import io.bentoform.api.access.Principal;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.SecretRequest;
import io.bentoform.api.wire.SecretResponse;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The additive comparison of values with stored ones, for one secret and for many at once. */
public final class ComparisonRoutes implements HttpService {
  private static final int MAX_SECRETS = 1000;

  private final Comparisons comparisons;
  private final ClusterStore clusters;
  private final SecretRules rules;

  public ComparisonRoutes(Comparisons comparisons, ClusterStore clusters, SecretLimits limits) {
    this.comparisons = comparisons;
    this.clusters = clusters;
    this.rules = new SecretRules(limits);
  }

  @Override
  public void routing(HttpRules routes) {
    routes
        .post("/api/v1/org_secrets/compare", this::compareMany)
        .post("/api/v1/org_secrets/{name}/compare", this::compareOne);
  }

  private void compareOne(ServerRequest request, ServerResponse response) {
    Secrets.Name name =
        new Secrets.Name(clusters.resolve(request), request.path().pathParameters().get("name"));
    SecretRequest.Comparison body = RequestBody.json(request, SecretRequest.Comparison.class);
    Comparisons.Candidate candidate =
        new Comparisons.Candidate(name, rules.comparison(body.items(), "/items"));
    Comparisons.Compared compared =
        comparisons.compare(Principal.of(request), List.of(candidate)).get(name);
    if (compared == null) {
      throw SecretRoutes.unknown(name.name());
    }
    Json.send(response, compared.difference());
  }

  private void compareMany(ServerRequest request, ServerResponse response) {
    Cluster cluster = clusters.resolve(request);
    SecretRequest.Comparisons body = RequestBody.json(request, SecretRequest.Comparisons.class);
    List<Comparisons.Candidate> candidates =
        rules.comparisons(body.secrets(), MAX_SECRETS).entrySet().stream()
            .map(
                one ->
                    new Comparisons.Candidate(
                        new Secrets.Name(cluster, one.getKey()), one.getValue()))
            .toList();
    Map<Secrets.Name, Comparisons.Compared> compared =
        comparisons.compare(Principal.of(request), candidates);
    List<SecretResponse.Named> items = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Comparisons.Candidate candidate : candidates) {
      String name = candidate.name().name();
      Comparisons.Compared one = compared.get(candidate.name());
      if (one == null) {
        missing.add(name);
      } else {
        items.add(new SecretResponse.Named(name, one.difference()));
      }
    }
    Json.send(response, new SecretResponse.Comparisons(items, missing));
  }
}
