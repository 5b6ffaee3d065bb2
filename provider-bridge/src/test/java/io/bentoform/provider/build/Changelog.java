package io.bentoform.provider.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The changelog, of which the section of the unreleased version is made of fragments: one file for
 * each change, in the folder of its category, so that changes of several people do not conflict.
 * With a release the section gets its date and the fragments are deleted.
 */
public final class Changelog {

  private static final String SECTION = "\n## ";
  private static final Map<String, String> CATEGORIES = new LinkedHashMap<>();

  static {
    CATEGORIES.put("breaking", "BREAKING CHANGES");
    CATEGORIES.put("features", "FEATURES");
    CATEGORIES.put("enhancements", "ENHANCEMENTS");
    CATEGORIES.put("fixes", "BUG FIXES");
  }

  private Changelog() {}

  /**
   * The changelog with a current first section.
   *
   * @param present the changelog as it is; its first section ends with {@code (unreleased)}
   * @param fragments folder with a folder for each category
   */
  public static String current(String present, Path fragments) throws IOException {
    int first = present.indexOf(SECTION);
    int heading = present.indexOf('\n', first + 1);
    if (first < 0 || !present.substring(first, heading).endsWith("(unreleased)")) {
      return present; // everything is released
    }
    int next = present.indexOf(SECTION, heading);
    String released = next < 0 ? "" : present.substring(next);
    return present.substring(0, heading) + "\n" + entries(fragments) + released;
  }

  private static String entries(Path fragments) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> category : CATEGORIES.entrySet()) {
      String lines = lines(fragments.resolve(category.getKey()));
      if (!lines.isEmpty()) {
        text.append('\n').append(category.getValue()).append(":\n\n").append(lines);
      }
    }
    return text.toString();
  }

  private static String lines(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return "";
    }
    StringBuilder lines = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> sorted = files.sorted().toList();
      for (Path file : sorted) {
        lines.append(Files.readString(file).strip()).append('\n');
      }
    }
    return lines.toString();
  }

  /** The fragments in a folder that is no category. */
  public static List<Path> misplaced(Path fragments) throws IOException {
    try (Stream<Path> files = Files.walk(fragments)) {
      return files
          .filter(Files::isRegularFile)
          .map(fragments::relativize)
          .filter(
              file ->
                  file.getNameCount() != 2
                      || !CATEGORIES.containsKey(file.getName(0).toString())
                      || !file.toString().endsWith(".md"))
          .toList();
    }
  }
}
