package io.bentoform.api.engine.local.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bentoform.api.archive.ArchiveKind;
import io.bentoform.api.archive.ArchiveSource;
import io.bentoform.api.engine.SampleBento;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives come from users, so nothing in them is trusted. */
final class UnpackingTest {
  private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

  /** Writes entries into a tar that begins with a good bento.yaml. */
  private interface Entries {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  private static Path unpack(Path folder, Entries entries) throws Exception {
    Path archive = folder.resolve("bento.tar");
    try (OutputStream out = Files.newOutputStream(archive);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      put(tar, new TarArchiveEntry("./bento.yaml"), CONTENT);
      entries.write(tar);
    }
    return unpack(folder, Files.readAllBytes(archive));
  }

  private static Path unpack(Path folder, byte[] bytes) throws Exception {
    Path archive = folder.resolve("bento.tar");
    Files.write(archive, bytes);
    Path target = Files.createDirectory(folder.resolve("unpacked"));
    Unpacking.unpack(
        ArchiveSource.of(archive), DigestUtils.sha256Hex(bytes), ArchiveKind.BENTO, target);
    return target;
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, String name, String target, byte type)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static void symlink(TarArchiveOutputStream tar, String name, String target)
      throws IOException {
    link(tar, name, target, TarConstants.LF_SYMLINK);
  }

  private static void refused(Path folder, String why, Entries entries) throws IOException {
    Path inner = Files.createDirectories(folder.resolve("a/b"));
    assertThatThrownBy(() -> unpack(inner, entries))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
    assertThat(folder.resolve("evil")).doesNotExist();
    assertThat(folder.resolve("a/evil")).doesNotExist();
    assertThat(inner.resolve("evil")).doesNotExist();
  }

  @Test
  void the_real_archive_is_unpacked_whole(@TempDir Path folder) throws Exception {
    Path bento = unpack(folder, Files.readAllBytes(SampleBento.shared().archive()));

    assertThat(bento.resolve("bento.yaml")).content().contains("name: sample");
    assertThat(bento.resolve("env/python/requirements.txt"))
        .content()
        .contains("bentoml==" + SampleBento.BENTOML_VERSION);
    assertThat(bento.resolve("src/service.py")).exists();
  }

  @Test
  void links_within_the_bento_are_kept(@TempDir Path folder) throws Exception {
    Path bento =
        unpack(
            folder,
            tar -> {
              put(tar, new TarArchiveEntry("./src/data.txt"), CONTENT);
              symlink(tar, "./models/link", "../src/data.txt");
              link(tar, "./src/hard", "./src/data.txt", TarConstants.LF_LINK);
            });

    assertThat(bento.resolve("models/link")).isSymbolicLink().hasBinaryContent(CONTENT);
    assertThat(bento.resolve("src/hard")).hasBinaryContent(CONTENT);
  }

  @Test
  void set_user_bits_and_foreign_permissions_are_dropped(@TempDir Path folder) throws Exception {
    Path bento =
        unpack(
            folder,
            tar -> {
              TarArchiveEntry entry = new TarArchiveEntry("./src/tool");
              entry.setMode(04777);
              put(tar, entry, CONTENT);
            });

    assertThat(Files.getAttribute(bento.resolve("src/tool"), "unix:mode")).isEqualTo(0100700);
  }

  @Test
  void an_absolute_name_is_refused(@TempDir Path folder) throws Exception {
    refused(
        folder,
        "leads out of the bento",
        tar -> put(tar, new TarArchiveEntry(folder.resolve("evil").toString(), true), CONTENT));
  }

  @Test
  void a_name_that_climbs_out_is_refused(@TempDir Path folder) throws Exception {
    refused(
        folder,
        "leads out of the bento",
        tar -> put(tar, new TarArchiveEntry("./src/../../evil"), CONTENT));
  }

  @Test
  void a_link_that_climbs_out_is_refused(@TempDir Path folder) throws Exception {
    refused(folder, "leads out of the bento", tar -> symlink(tar, "./link", "../../evil"));
  }

  @Test
  void an_absolute_link_is_refused(@TempDir Path folder) throws Exception {
    refused(folder, "leads out of the bento", tar -> symlink(tar, "./link", "/etc/passwd"));
  }

  @Test
  void a_file_behind_a_link_is_refused(@TempDir Path folder) throws Exception {
    refused(
        folder,
        "uses a file or a link as a folder",
        tar -> {
          tar.putArchiveEntry(new TarArchiveEntry("./src/"));
          tar.closeArchiveEntry();
          symlink(tar, "./link", "src");
          put(tar, new TarArchiveEntry("./link/file"), CONTENT);
        });
  }

  @Test
  void a_chain_of_links_that_ends_outside_is_refused(@TempDir Path folder) throws Exception {
    Path outside = Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(outside.resolve("secret"), "of the server");
    refused(
        folder,
        "leads nowhere or out of the bento",
        tar -> {
          symlink(tar, "./here", ".");
          symlink(tar, "./chain", "here/../secret");
        });
  }

  @Test
  void a_hard_link_to_a_file_outside_is_refused(@TempDir Path folder) throws Exception {
    refused(
        folder,
        "leads out of the bento",
        tar -> link(tar, "./hard", "/etc/passwd", TarConstants.LF_LINK));
  }

  @Test
  void a_hard_link_to_a_symbolic_link_is_refused(@TempDir Path folder) throws Exception {
    refused(
        folder,
        "hard link to something that is not a file",
        tar -> {
          symlink(tar, "./soft", "bento.yaml");
          link(tar, "./hard", "./soft", TarConstants.LF_LINK);
        });
  }

  @Test
  void devices_and_pipes_are_refused(@TempDir Path folder) throws Exception {
    for (byte type : new byte[] {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO}) {
      Path own = Files.createDirectory(folder.resolve("type-" + type));
      refused(own, "not a file, folder or link", tar -> link(tar, "./device", "", type));
    }
  }

  @Test
  void one_name_twice_is_refused(@TempDir Path folder) throws Exception {
    refused(
        folder,
        "two entries of one name",
        tar -> put(tar, new TarArchiveEntry("./bento.yaml"), CONTENT));
  }

  @Test
  void a_size_beyond_the_archive_is_refused(@TempDir Path folder) throws Exception {
    byte[] header = new byte[1024];
    TarArchiveEntry entry = new TarArchiveEntry("./huge");
    entry.setSize(1L << 32);
    entry.writeEntryHeader(header);

    assertThatThrownBy(() -> unpack(folder, header)).hasMessageContaining("larger than itself");
  }

  @Test
  void what_is_no_tar_is_refused(@TempDir Path folder) throws Exception {
    byte[] noise = "<html>not found</html>".repeat(100).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> unpack(folder, noise)).isInstanceOf(IOException.class);
  }

  @Test
  void an_archive_with_another_digest_is_refused(@TempDir Path folder) throws Exception {
    Path target = Files.createDirectory(folder.resolve("unpacked"));

    assertThatThrownBy(
            () ->
                Unpacking.unpack(
                    ArchiveSource.of(SampleBento.shared().archive()),
                    "0".repeat(64),
                    ArchiveKind.BENTO,
                    target))
        .hasMessageContaining("SHA-256 differs");
  }

  @Test
  void an_archive_without_a_bento_is_refused(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> unpack(folder, new byte[1024])).hasMessageContaining("no bento.yaml");
  }
}
