package io.bentoform.api.access;

import io.bentoform.api.audit.Audit;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.Uid;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.list.Page;
import io.bentoform.api.list.StreamedList;
import io.bentoform.api.wire.ApiTokenRequest;
import io.bentoform.api.wire.ApiTokenResponse;
import io.helidon.dbclient.DbExecute;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The use cases of API tokens. Users see and change their own tokens. No token creates, changes or
 * deletes one that has more scopes or lasts longer than itself, before or after the change: a weak
 * token, which may have leaked, cannot revoke those that could revoke it.
 */
public final class Tokens {
  /** The lifetime of a token from the browser login. */
  private static final Duration LOGIN_LIFE = Duration.ofDays(90);

  private final Database database;
  private final TokenStore store;
  private final Audit audit;
  private final Clock clock;

  public Tokens(Database database, TokenStore store, Audit audit, Clock clock) {
    this.database = database;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  StreamedList<ApiTokenResponse> list(Principal principal, Page page) {
    Instant now = clock.instant();
    return store
        .list(principal.user(), page)
        .shown(token -> token.response(principal, now))
        .from(database);
  }

  ApiTokenResponse get(Principal principal, String uid) {
    return database
        .read(execute -> store.find(execute, principal.user(), uid))
        .orElseThrow(() -> unknown(uid))
        .response(principal, clock.instant());
  }

  /** Creates a token. A repeated create with the same uid changes nothing. */
  ApiTokenResponse create(Principal principal, ApiTokenRequest request) {
    TokenRules rules = new TokenRules();
    String name = rules.name(request.name());
    String description = rules.description(request.description());
    List<Scope> scopes = rules.scopes(request.scopes());
    Instant expiredAt = rules.expiry(request.expiredAt(), clock.instant());
    @Nullable Hidden chosen = rules.value(request.token());
    String uid = rules.uid(request.uid());
    rules.refuse();
    TokenStore.Draft draft =
        new TokenStore.Draft(
            uid,
            name,
            description == null ? "" : description,
            scopes == null ? List.of(Scope.API) : scopes,
            expiredAt);
    requireHeld(principal, draft.scopes());
    requireNotLonger(principal, name, expiredAt);
    try {
      return store.changing(execute -> create(execute, principal, draft, chosen));
    } catch (RuntimeException e) {
      if (!Database.isDuplicate(e)) {
        throw e;
      }
      return database
          .read(execute -> store.find(execute, principal.user(), uid))
          .filter(there -> there.name().equals(name))
          .orElseThrow(() -> taken(name, chosen))
          .response(principal, clock.instant());
    }
  }

  private static ProblemException taken(String name, @Nullable Hidden chosen) {
    return ProblemException.conflict(
        "already_exists",
        "Token "
            + name
            + (chosen == null
                ? " already exists. Delete it, or choose another name."
                : " already exists, or another token has this value. Delete it, or choose"
                    + " another name or value."));
  }

  /**
   * Creates the token of an approved browser login, with the scopes that the approving token has
   * now.
   *
   * @param approval takes the approval in the same transaction, and gives the approver
   * @throws ProblemException 401 when that token was deleted or expired meanwhile
   */
  ApiTokenResponse createForLogin(Function<DbExecute, Principal> approval) {
    Instant now = clock.instant();
    return store.changing(
        execute -> {
          Principal approver = approval.apply(execute);
          ApiToken approving =
              store
                  .lock(execute, approver.user(), approver.tokenUid())
                  .filter(token -> !token.isExpired(now))
                  .orElseThrow(Tokens::noApprover);
          return create(
              execute,
              approver,
              new TokenStore.Draft(
                  Uid.next(),
                  "cli-" + Uid.next().substring(12),
                  "Made by a login through a browser",
                  approving.scopes(),
                  loginEnd(approving, now)),
              null);
        });
  }

  static ProblemException noApprover() {
    return ProblemException.unauthorized(
        "The token that approved this login is no longer valid. Start the login again.");
  }

  /** The new token does not outlive the approving one. */
  private static Instant loginEnd(ApiToken approving, Instant now) {
    Instant most = now.plus(LOGIN_LIFE);
    @Nullable Instant end = approving.expiredAt();
    return end == null || end.isAfter(most) ? most : end;
  }

  /** A value that the caller chose is not given back. */
  private ApiTokenResponse create(
      DbExecute execute, Principal principal, TokenStore.Draft draft, @Nullable Hidden chosen) {
    Hidden value = chosen == null ? Token.next() : chosen;
    Instant now = clock.instant();
    store.insert(execute, principal.user(), draft, value, now);
    ApiToken token = store.find(execute, principal.user(), draft.uid()).orElseThrow();
    record(execute, principal, "api_token.create", token);
    return token.response(principal, now, chosen == null ? value : null);
  }

  ApiTokenResponse update(Principal principal, String uid, ApiTokenRequest request) {
    Instant now = clock.instant();
    TokenRules rules = new TokenRules();
    String description = rules.description(request.description());
    List<Scope> scopes = rules.scopes(request.scopes());
    Instant expiredAt = rules.expiry(request.expiredAt(), now);
    rules.refuse();
    return store.changing(
        execute -> {
          ApiToken token = lock(execute, principal, uid);
          List<Scope> resulting = scopes == null ? token.scopes() : scopes;
          requireAsStrong(principal, token, "changed");
          requireHeld(principal, resulting);
          requireNotLonger(
              principal, token.name(), expiredAt == null ? token.expiredAt() : expiredAt);
          if (token.permanent() && (scopes != null || expiredAt != null)) {
            throw permanent(token, "keeps its scopes and never expires");
          }
          store.update(
              execute,
              token,
              description == null ? token.description() : description,
              resulting,
              expiredAt == null ? token.expiredAt() : expiredAt,
              now);
          ApiToken updated = store.find(execute, principal.user(), uid).orElseThrow();
          record(execute, principal, "api_token.update", updated);
          return updated.response(principal, now);
        });
  }

  /**
   * Deletes a token; a token may delete itself.
   *
   * @throws ProblemException 403 when it can do more, or lasts longer, than the token of the
   *     request
   */
  void delete(Principal principal, String uid) {
    store.changing(
        execute -> {
          ApiToken token = lock(execute, principal, uid);
          if (token.permanent()) {
            throw permanent(token, "cannot be deleted here, so that nobody is locked out");
          }
          requireAsStrong(principal, token, "deleted");
          store.delete(execute, token);
          record(execute, principal, "api_token.delete", token);
          return token;
        });
  }

  private ApiToken lock(DbExecute execute, Principal principal, String uid) {
    return store.lock(execute, principal.user(), uid).orElseThrow(() -> unknown(uid));
  }

  private static void requireHeld(Principal principal, List<Scope> scopes) {
    requireHeld(
        principal,
        scopes,
        scope ->
            "The scope "
                + scope.word()
                + " cannot be granted by a token that does not have it itself. Use a token that has"
                + " it.");
  }

  private static void requireAsStrong(Principal principal, ApiToken token, String action) {
    String refused = "The token " + token.name() + " cannot be " + action + " by this one: it ";
    requireHeld(
        principal,
        token.scopes(),
        scope -> refused + "has the scope " + scope.word() + ". Use a token that has it too.");
    if (!principal.lastsAsLongAs(token.expiredAt())) {
      throw ProblemException.forbidden(
          "outlives", refused + "lasts longer. Use a token that lasts as long.");
    }
  }

  private static void requireHeld(
      Principal principal, List<Scope> scopes, Function<Scope, String> refusal) {
    for (Scope scope : scopes) {
      if (!principal.has(scope)) {
        throw ProblemException.forbidden("scope_not_held", refusal.apply(scope));
      }
    }
  }

  /** A token that may have leaked cannot extend its own life. */
  private static void requireNotLonger(
      Principal principal, String name, @Nullable Instant expiredAt) {
    if (!principal.lastsAsLongAs(expiredAt)) {
      throw ProblemException.forbidden(
          "outlives",
          "The token of this request expires at "
              + principal.expiredAt()
              + ", so the token "
              + name
              + " must expire by then too. Give it an earlier expiry, or use a token that"
              + " lasts longer.");
    }
  }

  private static ProblemException permanent(ApiToken token, String what) {
    return ProblemException.conflict(
        "administrator_token",
        "The token "
            + token.name()
            + " is in the token file of the server and "
            + what
            + ". To replace it, delete the file administrator.token in the"
            + " server's data folder and start the server again.");
  }

  private static ProblemException unknown(String uid) {
    return ProblemException.notFound("There is no API token with the uid " + uid + ".");
  }

  private void record(DbExecute execute, Principal principal, String action, ApiToken token) {
    @Nullable Instant end = token.expiredAt();
    audit.record(
        execute,
        principal,
        new Audit.Event(
            action,
            "api_token",
            "",
            token.name(),
            Map.of(
                "uid",
                token.uid(),
                "scopes",
                token.scopes().stream().map(Scope::word).toList(),
                "expired_at",
                end == null ? "" : end.toString())));
  }
}
