/**
 * Desired state, the work that follows from it, and the observed state: leases, the reconciler, and
 * the specification that an engine gets.
 */
@NullMarked
package io.bentoform.api.rollout;

import org.jspecify.annotations.NullMarked;
