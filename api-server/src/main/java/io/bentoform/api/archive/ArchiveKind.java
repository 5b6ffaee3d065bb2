package io.bentoform.api.archive;

import java.util.Locale;

/** What is packed in an archive. */
public enum ArchiveKind {
  BENTO,
  MODEL;

  /** Its name in messages and URLs: {@code bento} or {@code model}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The inverse of {@link #word}. */
  public static ArchiveKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The file at the root that identifies it. */
  public String descriptionFile() {
    return word() + ".yaml";
  }
}
