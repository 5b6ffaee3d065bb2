package io.bentoform.api.gateway;

import java.time.Duration;

public record Waiting(boolean awaited, Duration limit, int capacity) {}
