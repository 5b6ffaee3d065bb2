package io.bentoform.api.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
  private static final int MANY = 3000;

  private final Path folder;

  PrivateFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void a_folder_that_is_being_removed_is_either_whole_or_gone() throws Exception {
    Path content = Files.createDirectory(folder.resolve("content"));
    for (int i = 0; i < MANY; i++) {
      Files.createFile(content.resolve("file" + i));
    }
    CompletableFuture<Integer> fewest = CompletableFuture.supplyAsync(() -> fewestFiles(content));

    PrivateFiles.deleteWhole(content);

    assertThat(fewest.get()).as("files in the folder of this name").isEqualTo(MANY);
    assertThat(FileTrees.children(folder)).isEmpty();
  }

  /** The fewest files that were seen in a folder until it was gone. */
  private static int fewestFiles(Path content) {
    int fewest = MANY;
    while (true) {
      try (Stream<Path> files = Files.list(content)) {
        int count = (int) files.count();
        if (!Files.exists(content)) {
          return fewest;
        }
        fewest = Math.min(fewest, count);
      } catch (NoSuchFileException | NotDirectoryException e) {
        return fewest;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void a_folder_of_ones_own_is_made_and_found_again() throws IOException {
    Path own = PrivateFiles.requireOwnFolder(folder.resolve("own"));

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
        .isEqualTo("rwx------");
    assertThat(PrivateFiles.requireOwnFolder(own)).isEqualTo(own);
  }

  @Test
  void a_folder_that_others_may_enter_or_that_is_a_link_is_refused() throws IOException {
    Path open =
        Files.createDirectory(
            folder.resolve("open"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Path own = PrivateFiles.requireOwnFolder(folder.resolve("own"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), own);

    assertThatThrownBy(() -> PrivateFiles.requireOwnFolder(open))
        .hasMessageContaining(open.toString())
        .hasMessageContaining("remove it");
    assertThatThrownBy(() -> PrivateFiles.requireOwnFolder(link))
        .hasMessageContaining(link.toString());
  }
}
