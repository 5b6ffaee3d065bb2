package io.bentoform.api.secret;

import io.bentoform.api.access.Principal;
import io.bentoform.api.cluster.ClusterStore;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.SecretRequest;
import io.bentoform.api.wire.Violation;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a write of a secret would lead to (additive): it takes the body of the write. */
public final class ImpactRoutes implements HttpService {
  private final Impacts impacts;
  private final ClusterStore clusters;
  private final SecretRules rules;

  public ImpactRoutes(Impacts impacts, ClusterStore clusters, SecretLimits limits) {
    this.impacts = impacts;
    this.clusters = clusters;
    this.rules = new SecretRules(limits);
  }

  @Override
  public void routing(HttpRules routes) {
    routes.post("/api/v1/org_secrets/{name}/impact", this::impact);
  }

  private void impact(ServerRequest request, ServerResponse response) {
    SecretRequest.Impact body = RequestBody.json(request, SecretRequest.Impact.class);
    boolean deletion = Boolean.TRUE.equals(body.delete());
    if (deletion && body.content() != null) {
      throw ProblemException.invalid(
          List.of(
              new Violation(
                  "/delete", "excluded", "Send either the content or delete, not both.")));
    }
    @Nullable SecretContent content = deletion ? null : rules.content(body.content());
    Secrets.Name name =
        new Secrets.Name(
            clusters.resolve(request), rules.name(request.path().pathParameters().get("name")));
    Principal principal = Principal.of(request);
    Json.send(
        response,
        content == null
            ? impacts.ofDeletion(principal, name)
            : impacts.ofWrite(principal, name, content));
  }
}
