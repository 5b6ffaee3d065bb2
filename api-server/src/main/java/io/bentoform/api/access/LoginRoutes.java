package io.bentoform.api.access;

import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.http.Json;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.QueryParameters;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.ApiTokenResponse;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The browser login of a command line (contract A2). The client requests a code, a user with a
 * token approves it on a page, and the client, which polls, gets its own token. That token is
 * created when it is handed out, so it is not stored before.
 */
public final class LoginRoutes implements HttpService {
  private static final String PAGE = "/api_tokens";
  private static final int ATTEMPTS_AT_ONCE = 10;
  private static final int ATTEMPTS_PER_SECOND = 1;

  private final Access access;
  private final Tokens tokens;
  private final LoginCodes codes;
  private final RateLimit attempts;

  public LoginRoutes(Access access, Tokens tokens, Clock clock) {
    this.access = access;
    this.tokens = tokens;
    this.codes = new LoginCodes(clock);
    this.attempts = new RateLimit(ATTEMPTS_AT_ONCE, ATTEMPTS_PER_SECOND, clock);
  }

  private record Code(String code) {}

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
        .get(PAGE, this::ask)
        .post(PAGE, this::approve)
        .get("/api-token", (request, response) -> LoginPage.help().send(response));
  }

  private void code(ServerRequest request, ServerResponse response) {
    noStore(response);
    Json.send(response, new Code(codes.next(address(request))));
  }

  /** Any status but 2xx makes the client poll again. */
  private void token(ServerRequest request, ServerResponse response) {
    String code = QueryParameters.text(request, "code").orElse("");
    if (!codes.isValid(code)) {
      throw ProblemException.badRequest(
          "code_unknown",
          "The login code is unknown or older than "
              + LoginCodes.LIFE.toMinutes()
              + " minutes. Start the login again.");
    }
    if (codes.isSpent(code)) {
      throw ProblemException.badRequest(
          "code_spent",
          "The token of this login has already been handed out. Start the login again.");
    }
    Principal approver =
        codes
            .take(code)
            .orElseThrow(
                () ->
                    ProblemException.badRequest(
                        "authorization_pending", "Nobody has approved this login yet."));
    noStore(response);
    Json.send(response, new Handed(hand(code, approver).token()));
  }

  private ApiTokenResponse hand(String code, Principal approver) {
    try {
      return tokens.createForLogin(approver);
    } catch (ProblemException e) {
      throw e;
    } catch (RuntimeException e) {
      codes.restore(code, approver);
      throw e;
    }
  }

  private static void noStore(ServerResponse response) {
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
  }

  private void ask(ServerRequest request, ServerResponse response) {
    String code = QueryParameters.text(request, "code").orElse("");
    if (code.isEmpty()) {
      LoginPage.help().send(response);
    } else {
      codes
          .asked(code)
          .map(asked -> LoginPage.form(code, asked, address(request), ""))
          .orElseGet(LoginPage::tooLate)
          .send(response);
    }
  }

  private static InetAddress address(ServerRequest request) {
    return ((InetSocketAddress) request.remotePeer().address()).getAddress();
  }

  private void approve(ServerRequest request, ServerResponse response) {
    Map<String, String> form = RequestBody.form(request);
    String code = form.getOrDefault("code", "");
    InetAddress here = address(request);
    Optional<LoginCodes.Asked> asked = codes.asked(code);
    if (asked.isEmpty()) {
      LoginPage.tooLate().send(response);
    } else if (!attempts.allows(here.getHostAddress())) {
      LoginPage.form(
              code, asked.get(), here, "Too many attempts. Wait a few seconds, then try again.")
          .withStatus(429)
          .send(response);
    } else {
      Hidden token = Hidden.of(form.getOrDefault("token", "").strip());
      approve(code, token, problem -> LoginPage.form(code, asked.get(), here, problem))
          .send(response);
    }
  }

  private LoginPage approve(String code, Hidden token, Function<String, LoginPage> again) {
    Principal approver;
    try {
      approver = access.require(token, Scope.WRITE_ORGANIZATION);
    } catch (ProblemException e) {
      return again.apply(e.problem().detail()).withStatus(e.problem().status());
    }
    return codes.approve(code, approver) ? LoginPage.done() : LoginPage.alreadyUsed();
  }
}
