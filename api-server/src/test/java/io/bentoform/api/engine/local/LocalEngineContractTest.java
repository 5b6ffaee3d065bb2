package io.bentoform.api.engine.local;

import io.bentoform.api.engine.contract.CanaryContract;
import io.bentoform.api.engine.contract.RolloutContract;
import io.bentoform.api.engine.contract.ScalingContract;
import io.bentoform.api.engine.contract.ServingContract;

/** What every engine does. */
final class LocalEngineContractTest extends EngineTest
    implements ServingContract, RolloutContract, ScalingContract, CanaryContract {}
