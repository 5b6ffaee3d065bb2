package io.bentoform.api.bento;

import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.textOrNull;
import static io.bentoform.api.db.Columns.time;
import static io.bentoform.api.db.Columns.timeOrNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.access.Principal;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Uid;
import io.bentoform.api.http.Json;
import io.bentoform.api.list.Listing;
import io.bentoform.api.list.Page;
import io.bentoform.api.list.QueryFields;
import io.bentoform.api.list.Selection;
import io.bentoform.api.wire.Label;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Repositories, bentos and models in the database. Every method works inside the caller's
 * transaction.
 */
final class ArtifactStore {
  private static final String COLUMNS =
      """
       a.id, a.uid, a.version, a.description, a.manifest, a.labels, a.build_at,
             a.upload_status, a.upload_finished_reason, a.upload_started_at, a.upload_finished_at,
             a.archive_digest, a.created_at, a.updated_at,
             r.id AS repository_id, r.uid AS repository_uid, r.kind, r.name AS repository_name,
             r.description AS repository_description, r.created_at AS repository_created_at
      FROM artifact a JOIN artifact_repository r ON r.id = a.repository_id
      """;
  private static final String ARTIFACTS = "SELECT " + COLUMNS;
  // Not from the repositories on, which statistics that lag behind might recommend.
  private static final String BY_IDS = "SELECT STRAIGHT_JOIN " + COLUMNS + " WHERE a.id IN (%s)";

  Optional<Artifact> find(
      DbExecute execute, long organizationId, ArchiveKind kind, String repository, String version) {
    return execute
        .query(
            ARTIFACTS
                + " WHERE r.organization_id = ? AND r.kind = ? AND r.name = ? AND a.version = ?",
            organizationId,
            kind.word(),
            repository,
            version)
        .map(ArtifactStore::artifact)
        .toList()
        .stream()
        .findFirst();
  }

  Optional<Artifact> find(DbExecute execute, long id) {
    return byIds(execute, List.of(id)).stream().findFirst();
  }

  /** As it is now, and stays until the transaction ends: an upload waits with its result. */
  Optional<Artifact> hold(DbExecute execute, long id) {
    // A query of its own: a lock in the larger one would hold the repository's row too.
    boolean there =
        execute.get("SELECT id FROM artifact WHERE id = ? LOCK IN SHARE MODE", id).isPresent();
    return there ? find(execute, id) : Optional.empty();
  }

  /** One page of the versions of a repository, newest first unless the query says otherwise. */
  Listing<Artifact> list(Repository repository, Page page, String me) {
    return list(
        new Selection("artifact a").within("a.repository_id", List.of(repository.id())),
        ArtifactQuery.versions(
            repository.kind(), "versions of a " + repository.kind().word(), "a.version"),
        page,
        me);
  }

  /** The newest version, whether it is uploaded or not. */
  Optional<Artifact> newest(DbExecute execute, Repository repository) {
    return newest(execute, List.of(repository)).stream().findFirst();
  }

  /** The newest version of each repository that has one, in any order. */
  List<Artifact> newest(DbExecute execute, List<Repository> repositories) {
    List<Long> ids =
        execute
            .createQuery(
                """
                SELECT MAX(id) AS id FROM artifact WHERE repository_id IN (%s)
                GROUP BY repository_id
                """
                    .formatted(Selection.marks(repositories.size())))
            .params(repositories.stream().map(Repository::id).toList())
            .execute()
            .map(row -> number(row, "id"))
            .toList();
    return byIds(execute, ids);
  }

  /** The newest version that can be used: it is uploaded, or kept elsewhere. */
  Optional<Artifact> newestUsable(DbExecute execute, Repository repository) {
    return execute
        .query(
            ARTIFACTS
                + """
                 WHERE a.repository_id = ? AND (a.archive_digest IS NOT NULL
                       OR JSON_VALUE(a.manifest, '$.metadata.registry') = 'huggingface')
                ORDER BY a.id DESC LIMIT 1
                """,
            repository.id())
        .map(ArtifactStore::artifact)
        .toList()
        .stream()
        .findFirst();
  }

  /** One page of all versions of all repositories. */
  Listing<Artifact> all(Principal principal, ArchiveKind kind, Page page) {
    return list(
        new Selection("artifact a")
            .where(
                """
                a.repository_id IN (SELECT id FROM artifact_repository
                                    WHERE organization_id = ? AND kind = ?)
                """,
                principal.organization().id(),
                kind.word()),
        ArtifactQuery.versions(
            kind,
            kind.word() + "s",
            "(SELECT r.name FROM artifact_repository r WHERE r.id = a.repository_id)"),
        page,
        principal.user().name());
  }

  private static Listing<Artifact> list(
      Selection selection, QueryFields fields, Page page, String me) {
    return Listing.of(page, selection, fields, me, ArtifactStore::byIds, Artifact::id);
  }

  /** In any order. */
  static List<Artifact> byIds(DbExecute execute, List<Long> ids) {
    return ids.isEmpty()
        ? List.of()
        : execute
            .createQuery(BY_IDS.formatted(Selection.marks(ids.size())))
            .params(ids)
            .execute()
            .map(ArtifactStore::artifact)
            .toList();
  }

  private static Artifact artifact(DbRow row) {
    return new Artifact(
        number(row, "id"),
        text(row, "uid"),
        new Repository(
            number(row, "repository_id"),
            text(row, "repository_uid"),
            ArchiveKind.of(text(row, "kind")),
            text(row, "repository_name"),
            text(row, "repository_description"),
            time(row, "repository_created_at")),
        text(row, "version"),
        text(row, "description"),
        Json.read(text(row, "manifest"), JsonNode.class),
        Json.read(text(row, "labels"), new TypeReference<List<Label>>() {}),
        new Artifact.Upload(
            UploadStatus.of(text(row, "upload_status")),
            text(row, "upload_finished_reason"),
            timeOrNull(row, "upload_started_at"),
            timeOrNull(row, "upload_finished_at")),
        timeOrNull(row, "build_at"),
        textOrNull(row, "archive_digest"),
        time(row, "created_at"),
        time(row, "updated_at"));
  }

  /** What a client says about a version; what it leaves out stays as it is. */
  record Description(
      @Nullable String text,
      JsonNode manifest,
      @Nullable List<Label> labels,
      @Nullable Instant buildAt) {}

  void insert(
      DbExecute execute,
      Principal principal,
      Repository repository,
      String version,
      Description description,
      UploadStatus status,
      Instant now) {
    execute.insert(
        """
        INSERT INTO artifact (uid, repository_id, version, description, manifest, labels, build_at,
                              upload_status, creator_id, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        Uid.next(),
        repository.id(),
        version,
        description.text() == null ? "" : description.text(),
        Json.write(description.manifest()),
        Json.write(description.labels() == null ? List.of() : description.labels()),
        description.buildAt() == null ? null : Columns.utc(description.buildAt()),
        status.wire(),
        principal.user().id(),
        Columns.utc(now),
        Columns.utc(now));
  }

  /** Takes a description at once, unless there is an archive that it may not belong to. */
  void describe(DbExecute execute, Artifact artifact, Description description, Instant now) {
    long described =
        execute.update(
            """
            UPDATE artifact SET description = COALESCE(?, description), manifest = ?,
                                labels = COALESCE(?, labels), updated_at = ?
            WHERE id = ? AND (archive_digest IS NULL OR ?)
            """,
            description.text(),
            Json.write(description.manifest()),
            description.labels() == null ? null : Json.write(description.labels()),
            Columns.utc(now),
            artifact.id(),
            Artifact.isWithoutArchive(description.manifest()));
    if (described == 0) {
      describeNext(execute, artifact, description, now);
    }
  }

  /** Keeps a description for the archive that comes next: {@link UploadStore#succeed} takes it. */
  private static void describeNext(
      DbExecute execute, Artifact artifact, Description description, Instant now) {
    execute.update(
        """
        UPDATE artifact SET next_description = ?, next_manifest = ?, next_labels = ?, updated_at = ?
        WHERE id = ?
        """,
        description.text(),
        Json.write(description.manifest()),
        description.labels() == null ? null : Json.write(description.labels()),
        Columns.utc(now),
        artifact.id());
  }
}
