/**
 * What every {@link io.bentoform.api.engine.Engine} does, as tests that know nothing but that
 * interface. The test class of an engine implements all of {@link
 * io.bentoform.api.engine.contract.ServingContract}, {@link
 * io.bentoform.api.engine.contract.RolloutContract}, {@link
 * io.bentoform.api.engine.contract.ScalingContract} and {@link
 * io.bentoform.api.engine.contract.CanaryContract}.
 */
@NullMarked
package io.bentoform.api.engine.contract;

import org.jspecify.annotations.NullMarked;
