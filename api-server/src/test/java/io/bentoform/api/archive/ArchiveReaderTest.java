package io.bentoform.api.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is refused while an archive comes, without anything of it being unpacked. */
final class ArchiveReaderTest {

  private static void check(byte[] archive) throws IOException {
    ArchiveReader.check(new ByteArrayInputStream(archive), archive.length, ArchiveKind.MODEL);
  }

  private static Tar model() {
    return Tar.of(ArchiveKind.MODEL);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("leads out of the model: /etc/evil", model().file("/etc/evil", "x")),
        Arguments.of("leads out of the model: ./a/../../evil", model().file("./a/../../evil", "x")),
        Arguments.of("leads out of the model: link", model().link("./link", "/etc/passwd")),
        Arguments.of("leads out of the model: a/link", model().link("./a/link", "../../evil")),
        Arguments.of("leads out of the model", model().hardLink("./hard", "/etc/passwd")),
        Arguments.of(
            "hard link to something that is not a file", model().hardLink("./hard", "./missing")),
        Arguments.of(
            "hard link to something that is not a file",
            model().link("./soft", "model.yaml").hardLink("./hard", "./soft")),
        Arguments.of("leads nowhere or out of the model: link", model().link("./link", "missing")),
        Arguments.of("leads nowhere", model().link("./a", "b").link("./b", "a")),
        Arguments.of(
            "leads nowhere or out of the model: chain",
            model().link("./here", ".").link("./chain", "here/../secret")),
        Arguments.of(
            "uses a file or a link as a folder: link",
            model().folder("./a/").link("./link", "a").file("./link/file", "x")),
        Arguments.of(
            "uses a file or a link as a folder: model.yaml", model().file("./model.yaml/x", "x")),
        Arguments.of("two entries of one name: model.yaml", model().file("model.yaml", "x")),
        Arguments.of(
            "not a file, folder or link: pipe",
            model().special("./pipe", "", TarConstants.LF_FIFO)),
        Arguments.of(
            "not a file, folder or link: tty", model().special("./tty", "", TarConstants.LF_CHR)),
        Arguments.of(
            "not a file, folder or link: disk", model().special("./disk", "", TarConstants.LF_BLK)),
        Arguments.of(
            "not a file, folder or link: holes",
            model().special("./holes", "", TarConstants.LF_GNUTYPE_SPARSE)),
        Arguments.of("too many attributes: noted", model().attributes("./noted", 65, 1)),
        Arguments.of(
            "name or attributes are larger than 1 MiB", model().attributes("./big", 2, 600_000)),
        Arguments.of("too long or too deep", model().file("./" + "d/".repeat(101) + "x", "x")),
        Arguments.of("too long or too deep", model().file("./" + "d".repeat(256), "x")),
        Arguments.of("contains no model.yaml", Tar.empty().file("./bento.yaml", "x")),
        Arguments.of("contains no model.yaml", Tar.empty().folder("./model.yaml/")),
        Arguments.of(
            "contains no model.yaml", Tar.empty().file("./x", "").link("./model.yaml", "x")),
        Arguments.of("contains no model.yaml", Tar.empty()));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_bad_entry_is_refused_by_name(String why, Tar archive) {
    byte[] bytes = archive.bytes();

    assertThatThrownBy(() -> check(bytes))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining(why);
  }

  @Test
  void an_ordinary_archive_with_all_that_tar_programs_write_is_good() {
    byte[] bytes =
        model()
            .folder("./data/")
            .file("./data/" + "long".repeat(50) + ".bin", new byte[100_000])
            .file("./data/ünïcode.txt", "x")
            .file("./implied/folder/file", "x")
            .link("./data/link", "../model.yaml")
            .link("./up", "data/link")
            .link("./folder-link", "implied/folder")
            .hardLink("./twice", "./data/ünïcode.txt")
            .attributes("./noted", 20, 100)
            .bytes();

    assertThatCode(() -> check(bytes)).doesNotThrowAnyException();
  }

  @Test
  void an_archive_that_ends_anywhere_before_its_end_mark_is_refused() {
    byte[] whole = model().file("./data", new byte[3000]).bytes();
    // Folder, description with its content, data with 6 blocks: 10 blocks before the end mark.
    for (int length = 0; length < 10 * 512 + 512; length += 100) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> check(cut))
          .as("cut after %s bytes", length)
          .isInstanceOf(ArchiveException.class)
          .hasMessageMatching(
              "ends too early: it has no end mark|ends in the middle of .*|is not a readable tar"
                  + "|is cut off, or claims files larger than itself: .*");
    }
  }

  @Test
  void a_size_beyond_the_archive_is_refused() {
    byte[] header = new byte[1024];
    TarArchiveEntry entry = new TarArchiveEntry("./huge");
    entry.setSize(1L << 32);
    entry.writeEntryHeader(header);

    assertThatThrownBy(() -> check(header)).hasMessageContaining("larger than itself: huge");
  }

  @Test
  void compressed_archives_are_refused_with_the_name_of_their_format() throws IOException {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
      out.write(model().bytes());
    }
    ByteArrayOutputStream zip = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(zip)) {
      out.putNextEntry(new ZipEntry("model.yaml"));
    }

    assertThatThrownBy(() -> check(gzip.toByteArray())).hasMessageContaining("with gzip");
    assertThatThrownBy(() -> check(zip.toByteArray())).hasMessageContaining("with zip");
  }

  @Test
  void what_is_no_tar_is_refused() {
    byte[] noise = "<html>not found</html>".repeat(100).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> check(noise))
        .isInstanceOf(ArchiveException.class)
        .hasMessage("is not a readable tar");
  }

  @Test
  void too_many_entries_are_refused() {
    Tar archive = model();
    for (int i = 0; i < 200_001; i++) {
      archive.folder("./a/");
    }
    byte[] bytes = archive.bytes();

    assertThatThrownBy(() -> check(bytes)).hasMessageContaining("more than 200000");
  }

  @Test
  void a_source_that_breaks_is_not_taken_for_a_bad_archive() {
    InputStream breaking =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
          }
        };
    byte[] whole = model().file("./data", new byte[3000]).bytes();
    InputStream half = new ByteArrayInputStream(whole, 0, 2048);

    assertThatThrownBy(
            () ->
                ArchiveReader.check(
                    new SequenceInputStream(half, breaking), whole.length, ArchiveKind.MODEL))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(ArchiveException.class)
        .hasMessage("gone");
  }

  @Test
  void a_name_in_a_message_has_no_control_characters() {
    byte[] bytes = model().file("./a\n\u001b[31m/../b", "x").bytes();

    assertThatThrownBy(() -> check(bytes))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "\u001b"));
  }

  @Test
  void all_names_together_are_bounded() throws IOException {
    ArchiveTree tree = new ArchiveTree(ArchiveKind.MODEL);
    String deep = "/" + "0123456789abcdefgh/".repeat(98) + "file";

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 400; i++) {
                tree.file(tree.path("d" + i + deep));
              }
            })
        .isInstanceOf(ArchiveException.class)
        .hasMessage("has names and links of more than 32 MiB together");
  }
}
