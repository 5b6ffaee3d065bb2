package io.bentoform.api.access;

import io.bentoform.api.http.Json;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.list.Page;
import io.bentoform.api.wire.ApiTokenRequest;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** The routes of API tokens (contract A4), with the update of Yatai. */
public final class TokenRoutes implements HttpService {
  private static final String TOKENS = "/api/v1/api_tokens";
  private static final String TOKEN = TOKENS + "/{uid}";

  private final Tokens tokens;

  public TokenRoutes(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get(TOKENS, this::list)
        .post(TOKENS, this::create)
        .get(TOKEN, this::get)
        .patch(TOKEN, this::update)
        .delete(TOKEN, this::delete);
  }

  private void list(ServerRequest request, ServerResponse response) {
    tokens.list(Principal.of(request), Page.of(request)).send(response);
  }

  private void create(ServerRequest request, ServerResponse response) {
    ApiTokenRequest body = RequestBody.json(request, ApiTokenRequest.class);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    Json.send(response, tokens.create(Principal.of(request), body));
  }

  private void get(ServerRequest request, ServerResponse response) {
    Json.send(response, tokens.get(Principal.of(request), uid(request)));
  }

  private void update(ServerRequest request, ServerResponse response) {
    ApiTokenRequest body = RequestBody.json(request, ApiTokenRequest.class);
    Json.send(response, tokens.update(Principal.of(request), uid(request), body));
  }

  private void delete(ServerRequest request, ServerResponse response) {
    tokens.delete(Principal.of(request), uid(request));
    response.send();
  }

  private static String uid(ServerRequest request) {
    return request.path().pathParameters().get("uid");
  }
}
