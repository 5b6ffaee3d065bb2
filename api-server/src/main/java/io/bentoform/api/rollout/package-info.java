/**
 * Desired state, the work that follows from it, and the observed state: leases, the reconciler, and
 * the specifications for engines.
 */
@NullMarked
package io.bentoform.api.rollout;

import org.jspecify.annotations.NullMarked;
