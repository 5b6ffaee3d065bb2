package io.bentoform.api.access;

import static io.bentoform.api.db.Columns.bool;
import static io.bentoform.api.db.Columns.text;

import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.ProblemException;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/** Which codes of logins were approved, in the database: the client may ask another server. */
final class LoginApprovals {
  private final Database database;
  private final TokenStore tokens;
  private final Clock clock;

  LoginApprovals(Database database, TokenStore tokens, Clock clock) {
    this.database = database;
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * Approves a code, unless it has already been approved.
   *
   * @param end of the code
   */
  boolean approve(String code, Principal approver, Instant end) {
    return database.inTransaction(
        execute -> {
          execute.delete(
              "DELETE FROM login_approval WHERE ends_at < ?", Columns.utc(clock.instant()));
          return execute.insert(
                  "INSERT IGNORE INTO login_approval (code_hash, token_uid, ends_at) VALUES (?, ?, ?)",
                  DigestUtils.sha256(code),
                  approver.tokenUid(),
                  Columns.utc(end))
              == 1;
        });
  }

  /**
   * Takes the approval of a code, once, in the transaction that makes the token.
   *
   * @throws ProblemException 400 for a code that nobody approved, or whose token was handed out;
   *     401 when the approving token was deleted meanwhile
   */
  Principal take(DbExecute execute, String code) {
    byte[] hash = DigestUtils.sha256(code);
    Optional<DbRow> row =
        execute.get(
            "SELECT token_uid, spent FROM login_approval WHERE code_hash = ? FOR UPDATE", hash);
    if (row.isEmpty()) {
      throw ProblemException.badRequest(
          "authorization_pending", "Nobody has approved this login yet.");
    }
    if (bool(row.get(), "spent")) {
      throw ProblemException.badRequest(
          "code_spent",
          "The token of this login has already been handed out. Start the login again.");
    }
    execute.update("UPDATE login_approval SET spent = TRUE WHERE code_hash = ?", hash);
    return tokens.principal(execute, text(row.get(), "token_uid")).orElseThrow(Tokens::noApprover);
  }
}
