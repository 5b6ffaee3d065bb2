package io.bentoform.api.bento.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The name of an archive in a store: {@code DIGEST.tar}. Whatever has another name is no archive.
 */
final class ArchiveName {
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.tar");

  private ArchiveName() {}

  static String of(String digest) {
    return digest + ".tar";
  }

  /** The digest of which this is the name, if it is one. */
  static Stream<String> digests(String name) {
    Matcher archive = NAME.matcher(name);
    return archive.matches() ? Stream.of(archive.group(1)) : Stream.empty();
  }
}
