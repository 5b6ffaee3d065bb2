package io.bentoform.provider.resource;

import io.bentoform.provider.diag.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a create or an update. */
public sealed interface ApplyOutcome {

  /** The planned change was applied. */
  record Done(Stored stored, List<Diagnostic> warnings) implements ApplyOutcome {
    public Done(Stored stored) {
      this(stored, List.of());
    }
  }

  /**
   * The change failed, at least in part.
   *
   * @param best the resulting object; null when nothing was created or changed
   * @param diagnostics at least one error
   */
  record Failed(@Nullable Stored best, List<Diagnostic> diagnostics) implements ApplyOutcome {}
}
