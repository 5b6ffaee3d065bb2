package io.bentoform.api.secret;

import io.bentoform.api.access.Principal;
import io.bentoform.api.access.RateLimit;
import io.bentoform.api.cluster.Cluster;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.SecretRequest;
import io.bentoform.api.wire.SecretResponse;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The additive comparison of values with stored ones, for one secret and for many at once.
 * Responses contain only key names. It could be abused to guess the value of a secret, so the rate
 * is limited by user and secret; the number of secrets in a plan does not matter.
 */
public final class ComparisonRoutes implements HttpService {
  private static final int AT_ONCE = 60;
  private static final int PER_SECOND = 1;
  private static final int MAX_SECRETS = 1000;

  private final Secrets secrets;
  private final ClusterStore clusters;
  private final SecretRules rules;
  private final RateLimit limit;

  public ComparisonRoutes(
      Secrets secrets, ClusterStore clusters, SecretLimits limits, Clock clock) {
    this.secrets = secrets;
    this.clusters = clusters;
    this.rules = new SecretRules(limits);
    this.limit = new RateLimit(AT_ONCE, PER_SECOND, clock);
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
    Secrets.Candidate candidate =
        new Secrets.Candidate(name, rules.comparison(body.items(), "/items"));
    SecretResponse.Comparison compared = compare(request, List.of(candidate)).get(name);
    if (compared == null) {
      throw SecretRoutes.unknown(name.name());
    }
    Json.send(response, compared);
  }

  private void compareMany(ServerRequest request, ServerResponse response) {
    Cluster cluster = clusters.resolve(request);
    SecretRequest.Comparisons body = RequestBody.json(request, SecretRequest.Comparisons.class);
    List<Secrets.Candidate> candidates =
        rules.comparisons(body.secrets(), MAX_SECRETS).entrySet().stream()
            .map(
                one ->
                    new Secrets.Candidate(new Secrets.Name(cluster, one.getKey()), one.getValue()))
            .toList();
    Map<Secrets.Name, SecretResponse.Comparison> compared = compare(request, candidates);
    List<SecretResponse.Named> items = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Secrets.Candidate candidate : candidates) {
      String name = candidate.name().name();
      SecretResponse.Comparison comparison = compared.get(candidate.name());
      if (comparison == null) {
        missing.add(name);
      } else {
        items.add(new SecretResponse.Named(name, comparison));
      }
    }
    Json.send(response, new SecretResponse.Comparisons(items, missing));
  }

  private Map<Secrets.Name, SecretResponse.Comparison> compare(
      ServerRequest request, List<Secrets.Candidate> candidates) {
    Principal principal = Principal.of(request);
    for (Secrets.Candidate candidate : candidates) {
      // By user, because a user can have any number of tokens.
      Secrets.Name name = candidate.name();
      if (!limit.allows(principal.user().name() + "/" + name.cluster().id() + "/" + name.name())) {
        throw ProblemException.tooManyRequests(
            "Too many comparisons with the secret " + name.name() + ". Try again in a second.");
      }
    }
    return secrets.compare(principal, candidates);
  }
}
