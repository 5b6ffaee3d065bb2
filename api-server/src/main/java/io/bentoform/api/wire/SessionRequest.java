package io.bentoform.api.wire;

import io.bentoform.api.crypto.Hidden;
import org.jspecify.annotations.Nullable;

/** A browser signs in (additive). */
public record SessionRequest(@Nullable Hidden token) {}
