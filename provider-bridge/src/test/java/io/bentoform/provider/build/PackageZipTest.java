package io.bentoform.provider.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageZipTest {

  private static final Instant TIME = Instant.parse("2026-11-23T00:00:01Z");

  private final Path folder;

  PackageZipTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Files of a package, made in a given order. */
  private Path files(String name, List<String> order) throws IOException {
    Path made = folder.resolve(name);
    for (String each : order) {
      Path file = made.resolve(each);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "content of " + each);
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(each.equals("run") ? "rwx------" : "rw-rw-rw-"));
    }
    return made;
  }

  private Path zip(Path files) throws IOException {
    Path licence = Files.writeString(folder.resolve("LICENSE"), "terms");
    Path zip = folder.resolve(files.getFileName() + ".zip");
    PackageZip.write(files, List.of(licence), zip, TIME);
    return zip;
  }

  @Test
  void the_same_files_give_the_same_bytes_whenever_they_were_made() throws IOException {
    Path one = files("one", List.of("run", "lib/a.jar", "lib/b.jar"));
    Path other = files("other", List.of("lib/b.jar", "lib/a.jar", "run"));
    Files.setLastModifiedTime(other.resolve("run"), FileTime.from(Instant.EPOCH));

    assertThat(zip(one)).hasSameBinaryContentAs(zip(other));
  }

  @Test
  void programs_are_executable_and_all_files_have_the_given_time() throws IOException {
    Path zip = zip(files("one", List.of("run", "lib/a.jar")));

    try (ZipFile opened = ZipFile.builder().setPath(zip).get()) {
      assertThat(opened.getEntry("run").getUnixMode()).isEqualTo(0100755);
      assertThat(opened.getEntry("lib/a.jar").getUnixMode()).isEqualTo(0100644);
      assertThat(opened.getEntry("LICENSE").getUnixMode()).isEqualTo(0100644);
      for (ZipArchiveEntry entry : Collections.list(opened.getEntries())) {
        assertThat(entry.getLastModifiedTime()).isEqualTo(FileTime.from(TIME));
      }
    }
  }
}
