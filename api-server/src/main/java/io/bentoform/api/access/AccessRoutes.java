package io.bentoform.api.access;

import io.bentoform.api.http.Json;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Who am I (contract A3). Any valid token will do. */
public final class AccessRoutes implements HttpService {
  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/api/v1/auth/current", this::currentUser)
        .get("/api/v1/current_org", this::currentOrganization);
  }

  private void currentUser(ServerRequest request, ServerResponse response) {
    Json.send(response, Principal.of(request).user().response());
  }

  private void currentOrganization(ServerRequest request, ServerResponse response) {
    Json.send(response, Principal.of(request).organization().response());
  }
}
