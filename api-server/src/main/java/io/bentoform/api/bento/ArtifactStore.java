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
import io.bentoform.api.wire.Json;
import io.bentoform.api.wire.Label;
import io.bentoform.api.wire.Page;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Repositories, bentos and models in the database. Every method works inside the caller's
 * transaction.
 */
final class ArtifactStore {
  private static final String REPOSITORIES =
      """
      SELECT id, uid, kind, name, description, created_at FROM artifact_repository
      WHERE organization_id = ? AND kind = ?
      """;
  private static final String ARTIFACTS =
      """
      SELECT a.id, a.uid, a.version, a.description, a.manifest, a.labels, a.build_at,
             a.upload_status, a.upload_finished_reason, a.upload_started_at, a.upload_finished_at,
             a.archive_digest, a.created_at, a.updated_at,
             r.id AS repository_id, r.uid AS repository_uid, r.kind, r.name AS repository_name,
             r.description AS repository_description, r.created_at AS repository_created_at
      FROM artifact a JOIN artifact_repository r ON r.id = a.repository_id
      """;

  Optional<Repository> repository(
      DbExecute execute, long organizationId, ArchiveKind kind, String name) {
    return execute
        .query(REPOSITORIES + " AND name = ?", organizationId, kind.word(), name)
        .map(ArtifactStore::repository)
        .toList()
        .stream()
        .findFirst();
  }

  List<Repository> repositories(
      DbExecute execute, long organizationId, ArchiveKind kind, Page page) {
    return execute
        .query(
            REPOSITORIES + " AND name LIKE ? ESCAPE '!' ORDER BY id DESC LIMIT ? OFFSET ?",
            organizationId,
            kind.word(),
            page.like(),
            page.count(),
            page.start())
        .map(ArtifactStore::repository)
        .toList();
  }

  long countRepositories(DbExecute execute, long organizationId, ArchiveKind kind, Page page) {
    return total(
        execute,
        """
        SELECT COUNT(*) AS total FROM artifact_repository
        WHERE organization_id = ? AND kind = ? AND name LIKE ? ESCAPE '!'
        """,
        List.of(organizationId, kind.word(), page.like()));
  }

  private static long total(DbExecute execute, String sql, List<Object> parameters) {
    return execute
        .createQuery(sql)
        .params(parameters)
        .execute()
        .map(row -> number(row, "total"))
        .toList()
        .getFirst();
  }

  private static Repository repository(DbRow row) {
    return new Repository(
        number(row, "id"),
        text(row, "uid"),
        kind(row),
        text(row, "name"),
        text(row, "description"),
        time(row, "created_at"));
  }

  private static ArchiveKind kind(DbRow row) {
    return ArchiveKind.valueOf(text(row, "kind").toUpperCase(Locale.ROOT));
  }

  void insertRepository(
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
    return execute
        .query(ARTIFACTS + " WHERE a.id = ?", id)
        .map(ArtifactStore::artifact)
        .toList()
        .stream()
        .findFirst();
  }

  /** As it is now, and stays until the transaction ends: an upload waits with its result. */
  Optional<Artifact> hold(DbExecute execute, long id) {
    // Alone: a lock in the larger query would hold the repository's row too.
    boolean there =
        execute.get("SELECT id FROM artifact WHERE id = ? LOCK IN SHARE MODE", id).isPresent();
    return there ? find(execute, id) : Optional.empty();
  }

  List<Artifact> list(DbExecute execute, Repository repository, Page page, ArtifactFilter filter) {
    List<Object> parameters = parameters(repository, page, filter);
    parameters.add(page.count());
    parameters.add(page.start());
    return execute
        .createQuery(
            ARTIFACTS + where(filter) + " ORDER BY " + filter.order() + " LIMIT ? OFFSET ?")
        .params(parameters)
        .execute()
        .map(ArtifactStore::artifact)
        .toList();
  }

  long count(DbExecute execute, Repository repository, Page page, ArtifactFilter filter) {
    return total(
        execute,
        "SELECT COUNT(*) AS total FROM artifact a" + where(filter),
        parameters(repository, page, filter));
  }

  private static String where(ArtifactFilter filter) {
    return " WHERE a.repository_id = ? AND a.version LIKE ? ESCAPE '!'" + filter.condition();
  }

  private static List<Object> parameters(Repository repository, Page page, ArtifactFilter filter) {
    List<Object> parameters = new ArrayList<>();
    parameters.add(repository.id());
    parameters.add(page.like());
    parameters.addAll(filter.parameters());
    return parameters;
  }

  List<Artifact> all(DbExecute execute, long organizationId, ArchiveKind kind, Page page) {
    return execute
        .query(
            ARTIFACTS
                + " WHERE r.organization_id = ? AND r.kind = ? AND r.name LIKE ? ESCAPE '!'"
                + " ORDER BY a.id DESC LIMIT ? OFFSET ?",
            organizationId,
            kind.word(),
            page.like(),
            page.count(),
            page.start())
        .map(ArtifactStore::artifact)
        .toList();
  }

  long countAll(DbExecute execute, long organizationId, ArchiveKind kind, Page page) {
    return total(
        execute,
        """
        SELECT COUNT(*) AS total
        FROM artifact a JOIN artifact_repository r ON r.id = a.repository_id
        WHERE r.organization_id = ? AND r.kind = ? AND r.name LIKE ? ESCAPE '!'
        """,
        List.of(organizationId, kind.word(), page.like()));
  }

  private static Artifact artifact(DbRow row) {
    return new Artifact(
        number(row, "id"),
        text(row, "uid"),
        new Repository(
            number(row, "repository_id"),
            text(row, "repository_uid"),
            kind(row),
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

  void describe(DbExecute execute, Artifact artifact, Description description, Instant now) {
    execute.update(
        """
        UPDATE artifact SET description = COALESCE(?, description), manifest = ?,
                            labels = COALESCE(?, labels), updated_at = ?
        WHERE id = ?
        """,
        description.text(),
        Json.write(description.manifest()),
        description.labels() == null ? null : Json.write(description.labels()),
        Columns.utc(now),
        artifact.id());
  }
}
