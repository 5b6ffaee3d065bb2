package io.bentoform.api.bento;

import static org.assertj.core.api.Assertions.assertThat;

import io.bentoform.api.Answer;
import io.bentoform.api.TestServer;
import io.bentoform.api.archive.ArchiveKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of versions by cursor, where the column of the order may be null. */
class VersionListTest {
  private final TestServer server = TestServer.shared();

  @ParameterizedTest
  @CsvSource({
    "build_at-asc, v1 v3 v5 v2 v4 v6",
    "build_at-desc, v6 v4 v2 v5 v3 v1",
    "updated_at-asc, v1 v2 v3 v4 v5 v6",
    "created_at-desc, v6 v5 v4 v3 v2 v1"
  })
  void versions_without_a_build_time_come_once_each_too(String sort, String expected) {
    Push push = Push.announced(server, ArchiveKind.BENTO);
    for (int i = 2; i <= 6; i++) {
      assertThat(push.version("v" + i).create("[]").status()).isEqualTo(200);
    }
    server
        .database()
        .inTransactionDo(
            execute ->
                execute.update(
                    """
                    UPDATE artifact a JOIN artifact_repository r ON r.id = a.repository_id
                    SET a.build_at = NULL WHERE r.name = ? AND a.version IN ('v1', 'v3', 'v5')
                    """,
                    push.name()));

    for (int count = 1; count <= 4; count++) {
      assertThat(walk(push.versions(), sort, count)).containsExactly(expected.split(" "));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/bentos, build_at-desc",
    "/api/v1/bentos, updated_at-asc",
    "/api/v1/bento_repositories, name-desc",
    "/api/v1/bento_repositories, created_at-asc"
  })
  void lists_across_repositories_go_on_after_a_cursor(String path, String sort) {
    for (int i = 0; i < 3; i++) {
      Push.announced(server, ArchiveKind.BENTO);
    }
    Answer whole = server.call("GET", path + "?q=sort:" + sort);

    assertThat(walk(path, sort, 2)).isEqualTo(whole.texts("/items", "name"));
  }

  private List<String> walk(String path, String sort, int count) {
    List<String> walked = new ArrayList<>();
    String first = path + "?q=sort:" + sort + "&count=" + count;
    Answer page = server.call("GET", first);
    walked.addAll(page.texts("/items", "name"));
    while (!page.at("/next").isNull()) {
      page = server.call("GET", first + "&after=" + page.at("/next").asText());
      assertThat(page.status()).as(page.body()).isEqualTo(200);
      walked.addAll(page.texts("/items", "name"));
    }
    return walked;
  }
}
