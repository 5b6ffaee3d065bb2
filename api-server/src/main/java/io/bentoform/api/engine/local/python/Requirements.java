package io.bentoform.api.engine.local.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a bento wants installed, as far as it decides whether two bentos can share an environment:
 * the files below {@code env/python}, and, when these point into the bento, the bento as a whole.
 */
final class Requirements {
  static final String FILE = "env/python/requirements.txt";
  private static final Pattern LOCAL =
      Pattern.compile(
          "(?m)^\\s*(-[erc]\\b|--editable\\b|--requirement\\b|--constraint\\b|\\.|/|file:|[^#\\n"
              + "]*@\\s*file:)");

  private final Path bento;
  private final String digest;

  private Requirements(Path bento, String digest) {
    this.bento = bento;
    this.digest = digest;
  }

  static Requirements of(Path bento, String digest) {
    return new Requirements(bento, digest);
  }

  /** Equal for bentos that can share an environment; short enough for a shebang line. */
  String key(BentoDescription description, String pythonIdentity) throws IOException {
    Fingerprint print =
        new Fingerprint().add(pythonIdentity).add(description.bentomlVersion().orElse(""));
    Path folder = bento.resolve("env/python");
    for (Path file : files(folder)) {
      print.add(folder.relativize(file).toString()).add(file);
      if (file.equals(bento.resolve(FILE)) && arePartlyLocal(Files.readString(file))) {
        print.add(digest);
      }
    }
    return print.brief();
  }

  /** Whether a list of requirements points to files beside it. */
  static boolean arePartlyLocal(String list) {
    return LOCAL.matcher(list).find();
  }

  /** Without the list that the locked one was made from: it is not installed. */
  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> tree = Files.walk(folder)) {
      return tree.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("requirements.in"))
          .sorted()
          .toList();
    }
  }
}
