package io.bentoform.api.access;

import static io.bentoform.api.db.Columns.bool;
import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.time;
import static io.bentoform.api.db.Columns.timeOrNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.bentoform.api.crypto.Hidden;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Database;
import io.bentoform.api.db.ReadCache;
import io.bentoform.api.db.Uid;
import io.bentoform.api.http.Json;
import io.bentoform.api.list.Listing;
import io.bentoform.api.list.Page;
import io.bentoform.api.list.QueryFields;
import io.bentoform.api.list.Selection;
import io.bentoform.api.list.Sort;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** API tokens in the database, which stores only the SHA-256 of their values. */
public final class TokenStore {
  private static final Logger LOG = Logger.getLogger(TokenStore.class.getName());

  /** The precision of the last use. */
  private static final Duration USE_GRAIN = Duration.ofMinutes(1);

  private static final String TOKENS =
      """
      SELECT id, uid, name, description, scopes, expired_at, last_used_at, created_at, updated_at,
             permanent
      FROM api_token
      """;

  private static final String HOLDERS =
      """
      SELECT t.id AS token_id, t.uid AS token_uid, t.name AS token_name, t.scopes,
             t.expired_at, t.last_used_at, o.id AS organization_id,
             o.uid AS organization_uid, o.name AS organization_name, o.description,
             o.created_at, u.id AS user_id, u.name AS user_name, u.email,
             u.first_name, u.last_name, u.administrator
      FROM api_token t
      JOIN user_account u ON u.id = t.user_id
      JOIN organization o ON o.id = u.organization_id
      """;

  private static final QueryFields QUERY_FIELDS =
      new QueryFields(
          "API tokens",
          Map.of("name", "t.name", "description", "t.description"),
          Map.of(),
          Map.of("scope", "JSON_CONTAINS(t.scopes, JSON_QUOTE(?))"),
          Map.of(
              "created_at",
              Sort.byId("t.id"),
              "name",
              Sort.byText("t.name"),
              "last_used_at",
              Sort.byTimeIfAny("t.last_used_at")),
          Optional.empty());

  private final Database database;
  private final ReadCache<String, Holder> holders = new ReadCache<>();

  public TokenStore(Database database) {
    this.database = database;
  }

  /** The holder and the state of a token. */
  record Holder(
      long tokenId,
      String name,
      Principal principal,
      @Nullable Instant expiredAt,
      @Nullable Instant lastUsedAt) {}

  /** The holder of a token, cached for a few seconds. */
  Optional<Holder> holder(Hidden token) {
    return holder(HexFormat.of().withUpperCase().formatHex(Token.hash(token)));
  }

  /** As {@link #holder(Hidden)}, by the SHA-256 of the token in hexadecimal. */
  Optional<Holder> holder(String hash) {
    return holders.get(hash, key -> read(HexFormat.of().parseHex(hash)));
  }

  /** Changes tokens; the next request sees the change. */
  <T> T changing(Function<DbExecute, T> work) {
    return holders.clearedAfter(() -> database.inTransaction(work));
  }

  private Optional<Holder> read(byte[] hash) {
    return database.readOne(
        execute -> execute.get(HOLDERS + "WHERE t.token_hash = ?", hash).map(TokenStore::holder));
  }

  /** The caller that a token stands for, as it is now. */
  Optional<Principal> principal(DbExecute execute, String tokenUid) {
    return execute.get(HOLDERS + "WHERE t.uid = ?", tokenUid).map(row -> holder(row).principal());
  }

  private static Holder holder(DbRow row) {
    return new Holder(
        number(row, "token_id"),
        text(row, "token_name"),
        new Principal(
            AccessStore.organization(row),
            AccessStore.user(row),
            bool(row, "administrator"),
            text(row, "token_uid"),
            scopes(row),
            timeOrNull(row, "expired_at"),
            null),
        timeOrNull(row, "expired_at"),
        timeOrNull(row, "last_used_at"));
  }

  /** Records a use, at most once a minute. Neither waits for another writer nor fails a request. */
  void markUsed(Holder holder, Instant now) {
    Instant last = holder.lastUsedAt();
    if (last != null && now.isBefore(last.plus(USE_GRAIN))) {
      return;
    }
    try {
      database.inTransactionDo(
          execute -> {
            if (execute
                .get(
                    "SELECT id FROM api_token WHERE id = ? FOR UPDATE SKIP LOCKED",
                    holder.tokenId())
                .isPresent()) {
              execute.update(
                  "UPDATE api_token SET last_used_at = ? WHERE id = ?",
                  Columns.utc(now),
                  holder.tokenId());
            }
          });
      holders.clear();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "The last use of a token could not be recorded", e);
    }
  }

  /** One page of the tokens of a user, newest first unless the query says otherwise. */
  Listing<ApiToken> list(User owner, Page page) {
    return Listing.of(
        page,
        new Selection("api_token t").within("t.user_id", List.of(owner.id())),
        QUERY_FIELDS,
        owner.name(),
        (reader, ids) ->
            reader
                .createQuery(TOKENS + " WHERE id IN (" + Selection.marks(ids.size()) + ")")
                .params(ids)
                .execute()
                .map(TokenStore::token)
                .toList(),
        ApiToken::id);
  }

  Optional<ApiToken> find(DbExecute execute, User owner, String uid) {
    return execute
        .get(TOKENS + " WHERE user_id = ? AND uid = ?", owner.id(), uid)
        .map(TokenStore::token);
  }

  /** The token, locked until the transaction ends. */
  Optional<ApiToken> lock(DbExecute execute, User owner, String uid) {
    return execute
        .get(TOKENS + " WHERE user_id = ? AND uid = ? FOR UPDATE", owner.id(), uid)
        .map(TokenStore::token);
  }

  private static ApiToken token(DbRow row) {
    return new ApiToken(
        number(row, "id"),
        text(row, "uid"),
        text(row, "name"),
        text(row, "description"),
        scopes(row),
        timeOrNull(row, "expired_at"),
        timeOrNull(row, "last_used_at"),
        time(row, "created_at"),
        timeOrNull(row, "updated_at"),
        bool(row, "permanent"));
  }

  private static List<Scope> scopes(DbRow row) {
    return Json.read(text(row, "scopes"), new TypeReference<List<String>>() {}).stream()
        .flatMap(word -> Scope.of(word).stream())
        .toList();
  }

  private static String words(List<Scope> scopes) {
    return Json.write(scopes.stream().map(Scope::word).toList());
  }

  /** The data of a new token. */
  public record Draft(
      String uid,
      String name,
      String description,
      List<Scope> scopes,
      @Nullable Instant expiredAt) {}

  public void insert(DbExecute execute, User owner, Draft draft, Hidden value, Instant now) {
    execute.insert(
        """
        INSERT INTO api_token (uid, user_id, name, description, scopes, expired_at, token_hash,
                               created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        draft.uid(),
        owner.id(),
        draft.name(),
        draft.description(),
        words(draft.scopes()),
        draft.expiredAt() == null ? null : Columns.utc(draft.expiredAt()),
        Token.hash(value),
        Columns.utc(now));
  }

  void update(
      DbExecute execute,
      ApiToken token,
      String description,
      List<Scope> scopes,
      @Nullable Instant expiredAt,
      Instant now) {
    execute.update(
        """
        UPDATE api_token SET description = ?, scopes = ?, expired_at = ?, updated_at = ?
        WHERE id = ?
        """,
        description,
        words(scopes),
        expiredAt == null ? null : Columns.utc(expiredAt),
        Columns.utc(now),
        token.id());
  }

  void delete(DbExecute execute, ApiToken token) {
    execute.delete("DELETE FROM api_token WHERE id = ?", token.id());
  }

  /**
   * Stores the administrator's token of this name, which replaces the previous one. The tokens of
   * other servers on this database, such as one whose data folder was lost, become ordinary tokens,
   * which can be deleted and expire. Such a server stores its own again when it starts.
   */
  void replace(String name, Hidden token, Instant now) {
    database.inTransactionDo(
        execute -> {
          // The same file under another name: there is one row for a value.
          execute.delete(
              "DELETE FROM api_token WHERE token_hash = ? AND name <> ?", Token.hash(token), name);
          execute.delete(
              """
              DELETE s FROM session s JOIN api_token t ON t.id = s.token_id
              WHERE t.name = ? AND t.token_hash <> ?
              """,
              name,
              Token.hash(token));
          execute.update(
              """
              UPDATE api_token SET permanent = FALSE,
                                   description = 'Was in the token file of another server'
              WHERE permanent AND name <> ?
              """,
              name);
          execute.insert(
              """
                INSERT INTO api_token (uid, user_id, name, description, token_hash, permanent,
                                       created_at)
                SELECT ?, id, ?, 'In the token file of the server', ?, TRUE, ?
                FROM user_account WHERE name = 'admin'
                ON DUPLICATE KEY UPDATE token_hash = VALUES(token_hash), permanent = TRUE,
                                        description = VALUES(description),
                                        scopes = DEFAULT(scopes), expired_at = NULL
                """,
              Uid.next(),
              name,
              Token.hash(token),
              Columns.utc(now));
        });
    holders.clear();
  }
}
