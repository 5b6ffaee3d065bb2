package io.bentoform.provider.resource;

import io.bentoform.provider.diag.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a create or an update ended. */
public sealed interface ApplyOutcome {

  /** Everything that was planned is done. */
  record Done(Stored stored, List<Diagnostic> warnings) implements ApplyOutcome {
    public Done(Stored stored) {
      this(stored, List.of());
    }
  }

  /**
   * Something failed.
   *
   * @param best what is true now; null when nothing was made (create) or nothing changed (update)
   * @param diagnostics at least one error
   */
  record Failed(@Nullable Stored best, List<Diagnostic> diagnostics) implements ApplyOutcome {}
}
