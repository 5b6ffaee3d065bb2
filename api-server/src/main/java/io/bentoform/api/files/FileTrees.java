package io.bentoform.api.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is in folders that grow by themselves: logs, environments, archives, trash. */
public final class FileTrees {
  private FileTrees() {}

  /** Makes the file, or leaves it as it is, in a private folder and for this user alone. */
  public static Path privateFile(Path folder, String name) throws IOException {
    Path file = PrivateFiles.createFolder(folder).resolve(name);
    return Files.exists(file) ? file : PrivateFiles.createFile(file);
  }

  public static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
