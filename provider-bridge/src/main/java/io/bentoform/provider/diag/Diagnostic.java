package io.bentoform.provider.diag;

import io.bentoform.provider.cty.Path;

/**
 * A message to the user. Hosts do not redact it: its text must not contain secret values.
 *
 * @param summary one short line
 * @param detail what happened, to which object, and what to do next
 * @param path the attribute it refers to; {@link Path#ROOT} for the whole object
 */
public record Diagnostic(Severity severity, String summary, String detail, Path path) {

  /** The severity; an error fails the operation. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public static Diagnostic error(Path path, String summary, String detail) {
    return new Diagnostic(Severity.ERROR, summary, detail, path);
  }

  public static Diagnostic error(String summary, String detail) {
    return error(Path.ROOT, summary, detail);
  }

  public static Diagnostic warning(Path path, String summary, String detail) {
    return new Diagnostic(Severity.WARNING, summary, detail, path);
  }

  public static Diagnostic warning(String summary, String detail) {
    return warning(Path.ROOT, summary, detail);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
