package io.bentoform.api.engine.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    MessageDigest hash = sha256();
    add(hash, pythonIdentity.getBytes(StandardCharsets.UTF_8));
    add(hash, description.bentomlVersion().orElse("").getBytes(StandardCharsets.UTF_8));
    Path folder = bento.resolve("env/python");
    for (Path file : files(folder)) {
      byte[] content = Files.readAllBytes(file);
      add(hash, folder.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      add(hash, content);
      String text = new String(content, StandardCharsets.UTF_8);
      if (file.equals(bento.resolve(FILE)) && LOCAL.matcher(text).find()) {
        add(hash, digest.getBytes(StandardCharsets.UTF_8));
      }
    }
    return HexFormat.of().formatHex(hash.digest()).substring(0, 32);
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

  private static void add(MessageDigest hash, byte[] part) {
    hash.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
    hash.update(part);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
