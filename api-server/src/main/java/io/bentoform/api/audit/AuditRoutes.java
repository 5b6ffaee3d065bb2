package io.bentoform.api.audit;

import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.QueryParameters;
import io.bentoform.api.list.Page;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Optional;
import java.util.function.Function;

/** The audit for administrators (additive): as a list, or all that matches as JSON lines. */
public final class AuditRoutes implements HttpService {
  private static final String LINES = "jsonl";

  private final AuditLog log;
  private final Function<ServerRequest, Actor> administrator;

  /**
   * Wires the route.
   *
   * @param administrator who asks; it throws 403 when that is no administrator
   */
  public AuditRoutes(AuditLog log, Function<ServerRequest, Actor> administrator) {
    this.log = log;
    this.administrator = administrator;
  }

  @Override
  public void routing(HttpRules routes) {
    routes.get("/api/v1/audit", this::list);
  }

  private void list(ServerRequest request, ServerResponse response) {
    Actor reader = administrator.apply(request);
    Page page = Page.of(request);
    if (asksForLines(request)) {
      response.header("Content-Disposition", "attachment; filename=\"audit.jsonl\"");
      log.list(reader, page.whole()).sendLines(response);
    } else {
      log.list(reader, page).send(response);
    }
  }

  private static boolean asksForLines(ServerRequest request) {
    Optional<String> format = QueryParameters.text(request, "format");
    if (format.isPresent() && !format.get().equals(LINES) && !format.get().equals("json")) {
      throw ProblemException.badRequest("bad_parameter", "format must be one of json, jsonl.");
    }
    return format
        .map(LINES::equals)
        .orElseGet(
            () ->
                request
                    .headers()
                    .first(HeaderNames.ACCEPT)
                    .filter(accepted -> accepted.contains("application/jsonl"))
                    .isPresent());
  }
}
