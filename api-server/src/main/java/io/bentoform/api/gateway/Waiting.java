package io.bentoform.api.gateway;

import java.time.Duration;

/**
 * Whether and how requests wait.
 *
 * @param awaited whether a replica can be expected: without one, requests wait; otherwise they are
 *     answered with 503 at once
 * @param limit how long a request waits at most ({@code cold_start_timeout})
 * @param capacity how many wait at most for one service; the next one is answered with 503
 */
public record Waiting(boolean awaited, Duration limit, int capacity) {}
