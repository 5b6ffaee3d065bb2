package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A resource that exists while a plan or an apply uses it, and whose result is never stored. It is
 * opened in the plan and again in the apply. An interrupted run may not close it (Terraform
 * 1.11.4), so it must end by itself.
 */
public interface EphemeralResource extends ObjectType {

  /**
   * An open resource.
   *
   * @param result wholly known, with the configured values as they are
   * @param privateState passed to {@link #renew} and {@link #close}; it must not contain secrets
   * @param renewAt when to renew it; empty for never
   */
  record Opened(Value.Fields result, PrivateState privateState, Optional<Instant> renewAt) {}

  /**
   * A renewed resource.
   *
   * @param renewAt when to renew it again; empty for never
   */
  record Renewed(PrivateState privateState, Optional<Instant> renewAt) {}

  /**
   * Opens it.
   *
   * @param config wholly known
   */
  Opened open(Value.Fields config, Cancellation cancellation);

  /** Renews it; called only when {@code renewAt} was given. */
  default Renewed renew(PrivateState privateState) {
    return new Renewed(privateState, Optional.empty());
  }

  /**
   * Closes it. Succeeds when it no longer exists.
   *
   * @param privateState as returned by {@link #open}, whether or not it was renewed
   */
  List<Diagnostic> close(PrivateState privateState);
}
