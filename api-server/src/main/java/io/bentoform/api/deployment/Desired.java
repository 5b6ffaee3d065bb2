package io.bentoform.api.deployment;

import java.util.Locale;

/** What the user wants of a deployment. */
public enum Desired {
  RUNNING,
  TERMINATED,
  DELETED;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Desired of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
