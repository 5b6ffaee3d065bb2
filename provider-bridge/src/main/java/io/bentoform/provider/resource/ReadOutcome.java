package io.bentoform.provider.resource;

import io.bentoform.provider.diag.Diagnostic;
import java.util.List;

/** The result of a refresh. */
public sealed interface ReadOutcome {

  record Found(Stored stored, List<Diagnostic> warnings) implements ReadOutcome {
    public Found(Stored stored) {
      this(stored, List.of());
    }
  }

  /** The object no longer exists; the host removes it from the state and plans to create it. */
  record Gone(List<Diagnostic> warnings) implements ReadOutcome {
    public Gone() {
      this(List.of());
    }
  }
}
