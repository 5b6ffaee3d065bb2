package io.bentoform.api.secret;

import io.bentoform.api.access.Principal;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.RequestBody;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import org.jspecify.annotations.Nullable;

/** What administrators can ask and say about the root key (additive). */
public final class RootKeyRoutes implements HttpService {
  private final RootKeyBackup backup;

  public RootKeyRoutes(RootKeyBackup backup) {
    this.backup = backup;
  }

  private record Confirmation(@Nullable String fingerprint) {}

  @Override
  public void routing(HttpRules rules) {
    rules.get("/api/v1/root_key", this::get).put("/api/v1/root_key/backup", this::confirm);
  }

  private void get(ServerRequest request, ServerResponse response) {
    Principal.administratorOf(request);
    Json.send(response, backup.get());
  }

  private void confirm(ServerRequest request, ServerResponse response) {
    Principal principal = Principal.administratorOf(request);
    String sent = RequestBody.strict(request, Confirmation.class).fingerprint();
    Json.send(response, backup.confirm(principal, sent == null ? "" : sent));
  }
}
