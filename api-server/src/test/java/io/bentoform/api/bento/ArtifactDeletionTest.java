package io.bentoform.api.bento;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.Eventually;
import io.bentoform.api.TestServer;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.Tar;
import io.bentoform.api.db.Columns;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The end of bentos, models and their repositories. */
class ArtifactDeletionTest {
  private static final String DEPLOYMENTS = "/api/v2/deployments";

  private final TestServer server = TestServer.shared();

  private Push pushed(ArchiveKind kind) {
    Push push = Push.announced(server, kind);
    byte[] archive = Tar.of(kind).file("./unique", push.name()).bytes();
    assertThat(push.upload(archive).status()).isEqualTo(200);
    return push;
  }

  private Answer delete(String path) {
    return server.call("DELETE", path);
  }

  @Test
  void a_bento_is_deleted_with_its_archive_and_its_repository_after_it() throws Exception {
    Push push = pushed(ArchiveKind.BENTO);
    String digest =
        server
            .database()
            .readOne(
                execute ->
                    execute
                        .get(
                            """
                            SELECT a.archive_digest FROM artifact a
                            JOIN artifact_repository p ON p.id = a.repository_id WHERE p.name = ?
                            """,
                            push.name())
                        .map(row -> Columns.text(row, "archive_digest"))
                        .orElseThrow());
    Path archive = server.data().resolve("archives/" + digest + ".tar");
    assertThat(archive).exists();
    String repository = push.repositories() + "/" + push.name();

    assertThat(delete(repository).status()).as("it has a version").isEqualTo(409);
    assertThat(delete(push.path()).status()).isEqualTo(200);
    assertThat(push.get().status()).isEqualTo(404);
    assertThat(delete(push.path()).status()).isEqualTo(404);
    assertThat(delete(repository).status()).isEqualTo(200);
    assertThat(server.call("GET", repository).status()).isEqualTo(404);
    Eventually.holds("its archive is in the trash", () -> !Files.exists(archive));
  }

  @Test
  void a_bento_that_a_deployment_uses_stays_and_the_deployment_is_named() {
    Push push = pushed(ArchiveKind.BENTO);
    Answer deployed =
        server.call(
            "POST",
            DEPLOYMENTS,
            """
            {"name": "%1$s", "bento": "%1$s:v1",
             "services": {"X": {"scaling": {"min_replicas": 0, "max_replicas": 1}}}}
            """
                .formatted(push.name()));
    assertThat(deployed.status()).as(deployed.body()).isEqualTo(200);

    Answer refused = delete(push.path());

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/detail").asText()).contains("deployment " + push.name());
    server.call("DELETE", DEPLOYMENTS + "/" + push.name());
    assertThat(delete(push.path()).status()).isEqualTo(200);
  }

  @Test
  void a_model_that_a_bento_names_stays_and_the_bento_is_named() {
    Push model = pushed(ArchiveKind.MODEL);
    Push bento = Push.announced(server, ArchiveKind.BENTO);
    server
        .database()
        .inTransactionDo(
            execute ->
                execute.update(
                    """
                    UPDATE artifact a JOIN artifact_repository p ON p.id = a.repository_id
                    SET a.manifest = JSON_SET(a.manifest, '$.models', JSON_ARRAY(?))
                    WHERE p.name = ?
                    """,
                    model.tag(),
                    bento.name()));

    Answer refused = delete(model.path());

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.at("/detail").asText()).contains("bento " + bento.tag());
    assertThat(delete(bento.path()).status()).isEqualTo(200);
    assertThat(delete(model.path()).status()).isEqualTo(200);
  }
}
