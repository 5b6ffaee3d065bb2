package io.bentoform.api.audit;

import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.textOrNull;
import static io.bentoform.api.db.Columns.time;

import com.fasterxml.jackson.core.type.TypeReference;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.Json;
import io.bentoform.api.list.Listing;
import io.bentoform.api.list.Page;
import io.bentoform.api.list.QueryFields;
import io.bentoform.api.list.Selection;
import io.bentoform.api.list.Sort;
import io.bentoform.api.list.StreamedList;
import io.bentoform.api.wire.AuditResponse;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the records of changes. */
public final class AuditLog {
  private static final QueryFields QUERY_FIELDS =
      new QueryFields(
          "audit records",
          Map.of("name", "a.object_name"),
          Map.of(),
          Map.of(
              "action", "a.action = ?",
              "object", "a.object_type = ?",
              "name", "a.object_name = ?",
              "user", "a.user_name = ?",
              "request", "a.request_id = ?",
              "cluster", "a.object_cluster = ?"),
          Map.of("since", "a.at >= ?", "until", "a.at < ?"),
          Map.of("created_at", Sort.byId("a.id")),
          Optional.empty());

  private final Database database;

  public AuditLog(Database database) {
    this.database = database;
  }

  private record Row(long id, AuditResponse shown) {}

  /** The records of the reader's organization, the newest first unless the query says otherwise. */
  StreamedList<AuditResponse> list(Actor reader, Page page) {
    return Listing.of(
            page,
            new Selection("audit_event a")
                .within("a.organization_id", List.of(reader.organizationId())),
            QUERY_FIELDS,
            reader.userName(),
            AuditLog::rows,
            Row::id)
        .shown(Row::shown)
        .from(database);
  }

  private static List<Row> rows(DbExecute execute, List<Long> ids) {
    return execute
        .createQuery(
            """
            SELECT id, at, user_name, token_uid, request_id, action, object_type, object_cluster,
                   object_name, detail
            FROM audit_event WHERE id IN (%s)
            """
                .formatted(Selection.marks(ids.size())))
        .params(ids)
        .execute()
        .map(row -> new Row(number(row, "id"), shown(row)))
        .toList();
  }

  private static AuditResponse shown(DbRow row) {
    return new AuditResponse(
        time(row, "at"),
        text(row, "user_name"),
        text(row, "token_uid"),
        textOrNull(row, "request_id"),
        text(row, "action"),
        text(row, "object_type"),
        text(row, "object_cluster"),
        text(row, "object_name"),
        Json.read(text(row, "detail"), new TypeReference<Map<String, Object>>() {}));
  }
}
