package io.bentoform.api.archive;

import java.util.Locale;

/** What is packed in an archive. */
public enum ArchiveKind {
  BENTO,
  MODEL;

  /** How texts and addresses call it: {@code bento} or {@code model}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind that {@link #word} calls so. */
  public static ArchiveKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  /** The file at the root by which it is known as one. */
  public String description() {
    return word() + ".yaml";
  }
}
