package io.bentoform.api.bento;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.Eventually;
import io.bentoform.api.ServerGroup;
import io.bentoform.api.TestServer;
import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.Tar;
import io.bentoform.api.bento.store.FolderStore;
import io.bentoform.api.files.Trash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives in one folder of two servers on one database. */
class SharedFolderTest {
  private final Path folder;
  private final Path archives;

  SharedFolderTest(@TempDir Path folder) {
    this.folder = folder;
    this.archives = folder.resolve("archives");
  }

  private List<String> files() {
    try (Stream<Path> files = Files.list(archives)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_server_that_starts_leaves_what_another_one_receives_and_serves_it_afterwards()
      throws Exception {
    byte[] archive = Tar.of(ArchiveKind.MODEL).file("./data", new byte[300_000]).bytes();
    try (ServerGroup group = ServerGroup.in(folder, "127.0.0.1");
        TestServer one = TestServer.of(group, "one")) {
      Push push = Push.announced(one, ArchiveKind.MODEL);
      try (RawUpload upload = RawUpload.begin(push, archive.length)) {
        upload.send(Arrays.copyOf(archive, 200_000));
        Eventually.holds("it began", () -> files().stream().anyMatch(SharedFolderTest::isDraft));

        try (TestServer two = TestServer.of(group, "two")) {
          assertThat(push.status()).isEqualTo("uploading");
          assertThat(files()).anyMatch(SharedFolderTest::isDraft);
          upload.send(Arrays.copyOfRange(archive, 200_000, archive.length));
          assertThat(upload.answer()).startsWith("HTTP/1.1 200 ");

          Push same = new Push(two, push.kind(), push.name(), push.version());
          assertThat(same.status()).isEqualTo("success");
          assertThat(two.call("GET", push.path() + "/download").body()).hasSize(archive.length);
          assertThat(two.call("DELETE", push.path()).status()).isEqualTo(200);
          Eventually.holds("it is in the trash", () -> files().contains("trash"));
          assertThat(files()).containsExactly("installation.id", "trash");
        }
      }
    }
  }

  private static boolean isDraft(String name) {
    return name.endsWith(".draft");
  }

  @Test
  void the_folder_of_another_installation_is_refused() throws IOException {
    Trash trash = new Trash(archives.resolve("trash"), Duration.ofDays(7), Clock.systemUTC());
    FolderStore.openShared(archives, trash, "first").close();

    assertThatThrownBy(() -> FolderStore.openShared(archives, trash, "second"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the installation first")
        .hasMessageContaining("the installation second")
        .hasMessageContaining("--archive-store");
    FolderStore.openShared(archives, trash, "first").close();
  }
}
