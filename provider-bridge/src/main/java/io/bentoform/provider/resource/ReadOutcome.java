package io.bentoform.provider.resource;

import io.bentoform.provider.diag.Diagnostic;
import java.util.List;

/** What a refresh found. */
public sealed interface ReadOutcome {

  record Found(Stored stored, List<Diagnostic> warnings) implements ReadOutcome {
    public Found(Stored stored) {
      this(stored, List.of());
    }
  }

  /** The object is no longer there; the host forgets it and plans to create it. */
  record Gone(List<Diagnostic> warnings) implements ReadOutcome {
    public Gone() {
      this(List.of());
    }
  }
}
