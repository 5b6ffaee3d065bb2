package io.bentoform.api.bento;

import static io.bentoform.api.db.Columns.text;

import io.bentoform.api.access.Principal;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.audit.Audit;
import io.bentoform.api.db.Database;
import io.bentoform.api.http.ProblemException;
import io.helidon.dbclient.DbExecute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Deletes bentos, or models, and their repositories. */
public final class ArtifactDeletion {
  private final Database database;
  private final Artifacts artifacts;
  private final ArtifactUse use;
  private final Audit audit;
  private final ArtifactStore store = new ArtifactStore();

  public ArtifactDeletion(Database database, Artifacts artifacts, ArtifactUse use, Audit audit) {
    this.database = database;
    this.artifacts = artifacts;
    this.use = use;
    this.audit = audit;
  }

  private ArchiveKind kind() {
    return artifacts.kind();
  }

  /**
   * Deletes a version; its archive is removed when nothing else needs it.
   *
   * @throws ProblemException 409 while a revision of a deployment, or a bento, uses it
   */
  void delete(Principal principal, Artifact artifact) {
    database.inTransactionDo(
        execute -> {
          List<String> users = users(execute, principal, artifact);
          if (!users.isEmpty()) {
            throw ProblemException.conflict(
                "in_use",
                "The "
                    + artifact.shown()
                    + " is in use by "
                    + String.join(", ", users)
                    + ". Delete these first, or let them use another version.");
          }
          delete(execute, artifact);
          audit.record(execute, principal, artifact.event("delete", Map.of()));
        });
  }

  private List<String> users(DbExecute execute, Principal principal, Artifact artifact) {
    List<String> users = new ArrayList<>();
    use.deploymentsUsing(execute, artifact).forEach(name -> users.add("deployment " + name));
    if (kind() == ArchiveKind.MODEL) {
      bentosUsing(execute, principal.organization().id(), artifact.tag())
          .forEach(tag -> users.add("bento " + tag));
    }
    return users;
  }

  /**
   * Deletes a repository without versions.
   *
   * @throws ProblemException 409 while it has one
   */
  void deleteRepository(Principal principal, String name) {
    database.inTransactionDo(
        execute -> {
          Repository repository =
              artifacts.requireRepository(execute, principal.organization(), name);
          if (store.newest(execute, repository).isPresent()) {
            throw ProblemException.conflict(
                "not_empty",
                "The "
                    + kind().word()
                    + " repository "
                    + name
                    + " has versions. Delete these first.");
          }
          delete(execute, repository);
          String type = kind().word() + "_repository";
          audit.record(
              execute, principal, new Audit.Event(type + ".delete", type, "", name, Map.of()));
        });
  }

  private static void delete(DbExecute execute, Artifact artifact) {
    execute.delete("DELETE FROM artifact WHERE id = ?", artifact.id());
  }

  private static void delete(DbExecute execute, Repository repository) {
    execute.delete("DELETE FROM artifact_repository WHERE id = ?", repository.id());
  }

  /** The bentos, {@code name:version}, whose manifest names a model. */
  private static List<String> bentosUsing(DbExecute execute, long organizationId, String tag) {
    return execute
        .query(
            """
            SELECT CONCAT(p.name, ':', a.version) AS tag FROM artifact a
            JOIN artifact_repository p ON p.id = a.repository_id
            WHERE p.organization_id = ? AND p.kind = 'bento' AND %s
            ORDER BY p.name, a.version
            """
                .formatted(ArtifactQuery.OF_MODEL),
            organizationId,
            tag)
        .map(row -> text(row, "tag"))
        .toList();
  }
}
