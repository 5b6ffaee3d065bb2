package io.bentoform.api.terraform;

import java.util.HashSet;
import java.util.Set;

/** Names in a configuration, each given once. */
final class Identifiers {
  /** Terraform keeps these for itself (its documentation of {@code variable}). */
  private static final Set<String> NO_VARIABLES =
      Set.of(
          "source",
          "version",
          "providers",
          "count",
          "for_each",
          "lifecycle",
          "depends_on",
          "locals");

  private final Set<String> taken;

  private Identifiers(Set<String> taken) {
    this.taken = new HashSet<>(taken);
  }

  static Identifiers ofResources() {
    return new Identifiers(Set.of());
  }

  static Identifiers ofVariables() {
    return new Identifiers(NO_VARIABLES);
  }

  /** A name of letters, digits and underscores that says the same; with a number if it is taken. */
  String next(String wanted) {
    String plain = wanted.replaceAll("[^A-Za-z0-9_]", "_");
    String name = plain.matches("[0-9].*") ? "_" + plain : plain;
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "_" + i;
    }
    return free;
  }
}
