package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Value;

/** What the host keeps of one object. */
public record Stored(Value.Fields state, PrivateState privateState) {}
