package io.bentoform.provider.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.X5455_ExtendedTimestamp;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * A zip of a folder, of which the bytes depend on its files alone: sorted, with the given time and
 * one of two modes. Hosts keep modes and times when they unpack it.
 */
final class PackageZip {

  private static final int PROGRAM = 0100755;
  private static final int FILE = 0100644;

  private PackageZip() {}

  /** Writes the zip, with more files at its top; links are followed. */
  static void write(Path folder, List<Path> more, Path zip, Instant time) throws IOException {
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip);
        Stream<Path> tree = Files.walk(folder)) {
      List<Path> files =
          tree.filter(Files::isRegularFile)
              .sorted(Comparator.comparing(file -> name(folder, file)))
              .toList();
      for (Path file : files) {
        add(out, file, name(folder, file), time);
      }
      for (Path file : more) {
        add(out, file, file.getFileName().toString(), time);
      }
    }
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static void add(ZipArchiveOutputStream out, Path file, String name, Instant time)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setTime(FileTime.from(time));
    entry.setUnixMode(Files.isExecutable(file) ? PROGRAM : FILE);
    // The time in UTC: the other one is in the time zone of whoever unpacks it.
    X5455_ExtendedTimestamp modified = new X5455_ExtendedTimestamp();
    modified.setModifyFileTime(FileTime.from(time));
    entry.addExtraField(modified);
    out.putArchiveEntry(entry);
    Files.copy(file, out);
    out.closeArchiveEntry();
  }
}
