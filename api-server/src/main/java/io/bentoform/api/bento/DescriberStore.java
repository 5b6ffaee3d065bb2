package io.bentoform.api.bento;

import static io.bentoform.api.db.Columns.text;

import io.bentoform.api.http.ProblemException;
import io.helidon.dbclient.DbExecute;
import java.time.Duration;
import java.util.Optional;

/**
 * Which token described a version last, until its archive is complete. A push is not identified
 * otherwise (contract C7): when another token describes the version before the archive arrives, the
 * archive belongs to another description.
 */
final class DescriberStore {

  /**
   * Records who describes a version.
   *
   * @param patience how long the upload may take to begin; after that another push may continue
   */
  void record(DbExecute execute, Artifact artifact, String token, Duration patience) {
    execute.update(
        """
        UPDATE artifact SET described_by = ?, described_until = NOW(6) + INTERVAL ? SECOND
        WHERE id = ?
        """,
        token,
        patience.toSeconds(),
        artifact.id());
  }

  /**
   * Requires that no other token has described a version meanwhile.
   *
   * @throws ProblemException 409
   */
  void requireOwn(DbExecute execute, Artifact artifact, String token, Duration patience) {
    Optional<String> describer =
        execute
            .get(
                """
                SELECT described_by FROM artifact
                WHERE id = ? AND described_by IS NOT NULL AND described_until > NOW(6)
                """,
                artifact.id())
            .map(row -> text(row, "described_by"));
    if (!describer.orElse(token).equals(token)) {
      throw ProblemException.conflict(
          "described_anew",
          "Another token described the "
              + artifact.shown()
              + " a moment ago, so the archive of this push may not match. Wait until the"
              + " other push has ended, at most "
              + patience.toSeconds()
              + " seconds if it stalls, then push again with --force.");
    }
  }

  /** The archive of the description of this token is complete. */
  void release(DbExecute execute, Artifact artifact, String token) {
    execute.update(
        "UPDATE artifact SET described_by = NULL WHERE id = ? AND described_by = ?",
        artifact.id(),
        token);
  }
}
