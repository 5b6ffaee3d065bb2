package io.bentoform.api.access;

import io.bentoform.api.crypto.Sealer;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.QueryParameters;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.LoginRequestResponse;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The browser login of a command line (contract A2). The client requests a code, a user approves it
 * on the page of the console at {@code /api_tokens}, and the client, which polls, gets its own
 * token. That token is created when it is handed out, so it is not stored before.
 */
public final class LoginRoutes implements HttpService {
  private static final String REQUEST = "/api/v1/auth/login_request";

  private final Tokens tokens;
  private final LoginCodes codes;
  private final LoginApprovals approvals;

  /**
   * Wires it.
   *
   * @param sealer signs codes, the same on all servers
   */
  public LoginRoutes(
      Tokens tokens, TokenStore store, Database database, Supplier<Sealer> sealer, Clock clock) {
    this.tokens = tokens;
    this.codes = new LoginCodes(sealer, clock);
    this.approvals = new LoginApprovals(database, store, clock);
  }

  private record Code(@Nullable String code) {}

  /** Only the token, which is all that the client reads. */
  private record Handed(@Nullable String token) {
    @Override
    public String toString() {
      return "Handed";
    }
  }

  @Override
  public void routing(HttpRules rules) {
    rules
        .get("/api/v1/auth/code", this::code)
        .get("/api/v1/auth/token", this::token)
        .get(REQUEST, this::request)
        .post(REQUEST, this::approve);
  }

  private void code(ServerRequest request, ServerResponse response) {
    noStore(response);
    Json.send(response, new Code(codes.next(address(request))));
  }

  /** Any status but 2xx makes the client poll again. */
  private void token(ServerRequest request, ServerResponse response) {
    String code = QueryParameters.text(request, "code").orElse("");
    asked(code);
    noStore(response);
    Json.send(
        response,
        new Handed(
            tokens
                .createForLogin(execute -> approvals.take(execute, code).within(request))
                .token()));
  }

  private static void noStore(ServerResponse response) {
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
  }

  /** Who asks, so that the user can refuse a login that somebody else started (additive). */
  private void request(ServerRequest request, ServerResponse response) {
    LoginCodes.Asked asked = asked(QueryParameters.text(request, "code").orElse(""));
    noStore(response);
    Json.send(
        response,
        new LoginRequestResponse(
            asked.at(), asked.address().getHostAddress(), address(request).getHostAddress()));
  }

  /**
   * Approves a code in the name of the caller, whose token's scopes the client gets (additive).
   *
   * @throws ProblemException 400 for a code that is not valid, 409 for one that was approved before
   */
  private void approve(ServerRequest request, ServerResponse response) {
    String sent = RequestBody.json(request, Code.class).code();
    String code = sent == null ? "" : sent;
    LoginCodes.Asked asked = asked(code);
    if (!approvals.approve(code, Principal.of(request), asked.end())) {
      throw ProblemException.conflict(
          "code_used", "This login has already been approved. Start another one if you need it.");
    }
    Json.send(response, Map.of());
  }

  private LoginCodes.Asked asked(String code) {
    return codes
        .asked(code)
        .orElseThrow(
            () ->
                ProblemException.badRequest(
                    "code_unknown",
                    "The login code is unknown or older than "
                        + LoginCodes.LIFE.toMinutes()
                        + " minutes. Start the login again."));
  }

  private static InetAddress address(ServerRequest request) {
    return ((InetSocketAddress) request.remotePeer().address()).getAddress();
  }
}
