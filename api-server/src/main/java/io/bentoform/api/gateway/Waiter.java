package io.bentoform.api.gateway;

import java.util.Set;

/** A request that waits for a replica, or may have to. */
interface Waiter {
  /** The version that it goes to; asked again when that version is gone. */
  Version choose(Route route);

  /** Replicas that accepted no connection; used under the lock of the pool only. */
  Set<String> tried();

  /** Called once, on any thread, when a replica was found after a wait. */
  void granted(Lease lease);

  /** Called once, on any thread, when the wait has no hope any more. */
  void refused(Refusal refusal);
}
