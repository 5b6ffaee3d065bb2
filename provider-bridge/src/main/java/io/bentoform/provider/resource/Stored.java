package io.bentoform.provider.resource;

import io.bentoform.provider.cty.Value;

/** The stored state of an object, with its private state. */
public record Stored(Value.Fields state, PrivateState privateState) {}
