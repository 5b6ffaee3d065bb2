package io.bentoform.api.gateway;

import java.time.Instant;

public record Load(int inFlight, int waiting, Instant lastRequest) {}
