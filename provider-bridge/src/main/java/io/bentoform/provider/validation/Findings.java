package io.bentoform.provider.validation;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.bentoform.provider.cty.Path;
import io.bentoform.provider.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;

/** Collects the errors of a validation. */
public final class Findings {

  private final List<Diagnostic> errors = new ArrayList<>();

  /** Reports an error unless a condition holds; the arguments go into the format of the detail. */
  @FormatMethod
  public void require(
      boolean good, Path path, String summary, @FormatString String format, Object... arguments) {
    if (!good) {
      errors.add(Diagnostic.error(path, summary, format.formatted(arguments)));
    }
  }

  public List<Diagnostic> errors() {
    return List.copyOf(errors);
  }
}
