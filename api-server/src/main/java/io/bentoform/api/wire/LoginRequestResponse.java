package io.bentoform.api.wire;

import java.time.Instant;

/**
 * A command line that asks to be logged in (additive).
 *
 * @param requestedAt when it asked
 * @param address from which it asked; the proxy's where one is in front of this server
 * @param yourAddress from which this request comes, to compare them
 */
public record LoginRequestResponse(Instant requestedAt, String address, String yourAddress) {}
