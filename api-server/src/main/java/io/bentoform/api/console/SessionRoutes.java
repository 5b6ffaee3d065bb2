package io.bentoform.api.console;

import io.bentoform.api.access.Access;
import io.bentoform.api.access.Principal;
import io.bentoform.api.access.RateLimit;
import io.bentoform.api.access.SessionCookie;
import io.bentoform.api.access.Sessions;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.SessionRequest;
import io.bentoform.api.wire.SessionResponse;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetSocketAddress;
import java.util.List;

/** A browser signs in with an API token, and out again (additive). */
public final class SessionRoutes implements HttpService {
  private static final int ATTEMPTS_AT_ONCE = 10;
  private static final int ATTEMPTS_PER_SECOND = 1;

  private final Access access;
  private final Sessions sessions;
  private final RateLimit attempts;

  public SessionRoutes(Access access, Sessions sessions, Database database) {
    this.access = access;
    this.sessions = sessions;
    this.attempts = new RateLimit(database, "session", ATTEMPTS_AT_ONCE, ATTEMPTS_PER_SECOND);
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .post("/api/v1/session", this::signIn)
        .get("/api/v1/session", this::current)
        .delete("/api/v1/session", this::signOut)
        .delete("/api/v1/sessions", this::signOutEverywhere);
  }

  private void signIn(ServerRequest request, ServerResponse response) {
    SessionCookie.requireSameOrigin(request.prologue(), request.headers());
    Hidden token = RequestBody.json(request, SessionRequest.class).token();
    Principal principal = principal(request, token == null ? Hidden.of("") : token);
    // Whoever signs in again gives up the session before.
    SessionCookie.of(request.headers()).ifPresent(before -> sessions.end(principal, before));
    cookie(response, SessionCookie.set(sessions.open(principal), request.isSecure()));
    Json.send(response, shown(principal));
  }

  /** Wrong tokens are counted, so that trying them out is slow; a right one is never refused. */
  private Principal principal(ServerRequest request, Hidden token) {
    try {
      return access.principal(token).within(request);
    } catch (ProblemException e) {
      if (!attempts.refused(List.of(address(request))).isEmpty()) {
        throw ProblemException.tooManyRequests(
            "Too many attempts to sign in. Wait a few seconds, then try again.");
      }
      throw e;
    }
  }

  private static String address(ServerRequest request) {
    return ((InetSocketAddress) request.remotePeer().address()).getAddress().getHostAddress();
  }

  private void current(ServerRequest request, ServerResponse response) {
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    Json.send(response, shown(Principal.of(request)));
  }

  private static SessionResponse shown(Principal principal) {
    return new SessionResponse(
        principal.user().response(),
        principal.organization().response(),
        principal.administrator(),
        principal.scopes().stream().map(scope -> scope.word()).toList(),
        principal.expiredAt());
  }

  private void signOut(ServerRequest request, ServerResponse response) {
    Principal principal = Principal.of(request);
    SessionCookie.of(request.headers()).ifPresent(own -> sessions.end(principal, own));
    signedOut(request, response);
  }

  private void signOutEverywhere(ServerRequest request, ServerResponse response) {
    sessions.endAll(Principal.of(request));
    signedOut(request, response);
  }

  private static void signedOut(ServerRequest request, ServerResponse response) {
    cookie(response, SessionCookie.remove(request.isSecure()));
    response.header("Clear-Site-Data", "\"cache\", \"storage\"");
    response.status(204).send();
  }

  private static void cookie(ServerResponse response, String field) {
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    response.header(HeaderNames.SET_COOKIE, field);
  }
}
