package io.bentoform.api.bento;

import static io.bentoform.api.db.Columns.number;
import static io.bentoform.api.db.Columns.text;
import static io.bentoform.api.db.Columns.textOrNull;
import static io.bentoform.api.db.Columns.time;
import static io.bentoform.api.db.Columns.timeOrNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.access.Principal;
import io.bentoform.api.db.Columns;
import io.bentoform.api.db.Uid;
import io.bentoform.api.wire.Json;
import io.bentoform.api.wire.Label;
import io.bentoform.api.wire.Page;
import io.helidon.dbclient.DbExecute;
import io.helidon.dbclient.DbRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Repositories and bentos in the database. Every method works inside the caller's transaction. */
final class BentoStore {
  private static final String REPOSITORIES =
      "SELECT id, uid, name, description, created_at FROM bento_repository WHERE organization_id ="
          + " ?";
  private static final String BENTOS =
      """
      SELECT b.id, b.uid, b.version, b.description, b.manifest, b.labels, b.build_at,
             b.upload_status, b.upload_finished_reason, b.upload_started_at, b.upload_finished_at,
             b.archive_digest, b.created_at, b.updated_at,
             r.id AS repository_id, r.uid AS repository_uid, r.name AS repository_name,
             r.description AS repository_description, r.created_at AS repository_created_at
      FROM bento b JOIN bento_repository r ON r.id = b.repository_id
      """;

  Optional<Repository> repository(DbExecute execute, long organizationId, String name) {
    return execute
        .query(REPOSITORIES + " AND name = ?", organizationId, name)
        .map(BentoStore::repository)
        .toList()
        .stream()
        .findFirst();
  }

  List<Repository> repositories(DbExecute execute, long organizationId) {
    return execute
        .query(REPOSITORIES + " ORDER BY id DESC", organizationId)
        .map(BentoStore::repository)
        .toList();
  }

  private static Repository repository(DbRow row) {
    return new Repository(
        number(row, "id"),
        text(row, "uid"),
        text(row, "name"),
        text(row, "description"),
        time(row, "created_at"));
  }

  void insertRepository(
      DbExecute execute, Principal principal, String name, String description, Instant now) {
    execute.insert(
        """
        INSERT INTO bento_repository (uid, organization_id, name, description, creator_id,
                                      created_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        Uid.next(),
        principal.organization().id(),
        name,
        description,
        principal.user().id(),
        Columns.utc(now));
  }

  Optional<Bento> bento(DbExecute execute, long organizationId, String repository, String version) {
    return first(
        execute
            .query(
                BENTOS + " WHERE r.organization_id = ? AND r.name = ? AND b.version = ?",
                organizationId,
                repository,
                version)
            .map(BentoStore::bento)
            .toList());
  }

  Optional<Bento> bento(DbExecute execute, long id) {
    return first(execute.query(BENTOS + " WHERE b.id = ?", id).map(BentoStore::bento).toList());
  }

  private static Optional<Bento> first(List<Bento> bentos) {
    return bentos.stream().findFirst();
  }

  List<Bento> bentos(DbExecute execute, Repository repository, Page page) {
    return execute
        .query(
            BENTOS
                + " WHERE b.repository_id = ? AND b.version LIKE ? ESCAPE '!'"
                + " ORDER BY b.id DESC LIMIT ? OFFSET ?",
            repository.id(),
            page.like(),
            page.count(),
            page.start())
        .map(BentoStore::bento)
        .toList();
  }

  long count(DbExecute execute, Repository repository, Page page) {
    return execute
        .query(
            "SELECT COUNT(*) AS total FROM bento WHERE repository_id = ? AND version LIKE ? ESCAPE"
                + " '!'",
            repository.id(),
            page.like())
        .map(row -> number(row, "total"))
        .toList()
        .getFirst();
  }

  private static Bento bento(DbRow row) {
    return new Bento(
        number(row, "id"),
        text(row, "uid"),
        new Repository(
            number(row, "repository_id"),
            text(row, "repository_uid"),
            text(row, "repository_name"),
            text(row, "repository_description"),
            time(row, "repository_created_at")),
        text(row, "version"),
        text(row, "description"),
        Json.read(text(row, "manifest"), JsonNode.class),
        Json.read(text(row, "labels"), new TypeReference<List<Label>>() {}),
        new Bento.Upload(
            UploadStatus.of(text(row, "upload_status")),
            text(row, "upload_finished_reason"),
            timeOrNull(row, "upload_started_at"),
            timeOrNull(row, "upload_finished_at")),
        timeOrNull(row, "build_at"),
        textOrNull(row, "archive_digest"),
        time(row, "created_at"),
        time(row, "updated_at"));
  }

  /** What a client says about a bento. */
  record Description(
      String text, JsonNode manifest, List<Label> labels, @Nullable Instant buildAt) {}

  void insert(
      DbExecute execute,
      Principal principal,
      Repository repository,
      String version,
      Description description,
      Instant now) {
    execute.insert(
        """
        INSERT INTO bento (uid, repository_id, version, description, manifest, labels, build_at,
                           upload_status, creator_id, created_at, updated_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?, ?, ?)
        """,
        Uid.next(),
        repository.id(),
        version,
        description.text(),
        Json.write(description.manifest()),
        Json.write(description.labels()),
        description.buildAt() == null ? null : Columns.utc(description.buildAt()),
        principal.user().id(),
        Columns.utc(now),
        Columns.utc(now));
  }

  void describe(DbExecute execute, Bento bento, Description description, Instant now) {
    execute.update(
        "UPDATE bento SET description = ?, manifest = ?, labels = ?, updated_at = ? WHERE id = ?",
        description.text(),
        Json.write(description.manifest()),
        Json.write(description.labels()),
        Columns.utc(now),
        bento.id());
  }

  void uploading(DbExecute execute, Bento bento, Instant now) {
    execute.update(
        """
        UPDATE bento SET upload_status = 'uploading', upload_started_at = ?,
                         upload_finished_at = NULL, upload_finished_reason = '', updated_at = ?
        WHERE id = ?
        """,
        Columns.utc(now),
        Columns.utc(now),
        bento.id());
  }

  void uploaded(DbExecute execute, Bento bento, Archives.Stored archive, Instant now) {
    execute.update(
        """
        UPDATE bento SET upload_status = 'success', upload_finished_at = ?,
                         upload_finished_reason = '', archive_digest = ?, archive_size = ?, updated_at = ?
        WHERE id = ?
        """,
        Columns.utc(now),
        archive.digest(),
        archive.bytes(),
        Columns.utc(now),
        bento.id());
  }

  void uploadFailed(DbExecute execute, Bento bento, String reason, Instant now) {
    execute.update(
        """
        UPDATE bento SET upload_status = 'failed', upload_finished_at = ?,
                         upload_finished_reason = ?, updated_at = ?
        WHERE id = ?
        """,
        Columns.utc(now),
        reason,
        Columns.utc(now),
        bento.id());
  }
}
