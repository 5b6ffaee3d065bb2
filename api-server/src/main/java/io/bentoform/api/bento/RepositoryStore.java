package io.bentoform.api.bento;

import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.time;

import io.bentoform.api.access.Principal;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Uid;
import io.bentoform.api.list.Listing;
import io.bentoform.api.list.Page;
import io.bentoform.api.list.Selection;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.util.Optional;

/**
 * The repositories of bentos and models in the database. Every method works inside the caller's
 * transaction.
 */
final class RepositoryStore {
  private static final String REPOSITORY =
      """
      SELECT id, uid, kind, name, description, created_at FROM artifact_repository
      """;

  /** The repository of this name, if there is one. */
  Optional<Repository> find(DbExecute execute, long organizationId, ArchiveKind kind, String name) {
    return execute
        .query(
            REPOSITORY + " WHERE organization_id = ? AND kind = ? AND name = ?",
            organizationId,
            kind.word(),
            name)
        .map(RepositoryStore::of)
        .toList()
        .stream()
        .findFirst();
  }

  /** One page of the repositories, newest first unless the query says otherwise. */
  Listing<Repository> list(Principal principal, ArchiveKind kind, Page page) {
    return Listing.of(
        page,
        new Selection("artifact_repository r")
            .where("r.organization_id = ?", principal.organization().id())
            .where("r.kind = ?", kind.word()),
        ArtifactQuery.REPOSITORIES,
        principal.user().name(),
        (reader, ids) ->
            reader
                .createQuery(REPOSITORY + " WHERE id IN (" + Selection.marks(ids.size()) + ")")
                .params(ids)
                .execute()
                .map(RepositoryStore::of)
                .toList(),
        Repository::id);
  }

  private static Repository of(DbRow row) {
    return new Repository(
        number(row, "id"),
        text(row, "uid"),
        ArchiveKind.of(text(row, "kind")),
        text(row, "name"),
        text(row, "description"),
        time(row, "created_at"));
  }

  void insert(
      DbExecute execute,
      Principal principal,
      ArchiveKind kind,
      String name,
      String description,
      Instant now) {
    execute.insert(
        """
        INSERT INTO artifact_repository (uid, organization_id, kind, name, description, creator_id,
                                         created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        Uid.next(),
        principal.organization().id(),
        kind.word(),
        name,
        description,
        principal.user().id(),
        Columns.utc(now));
  }
}
