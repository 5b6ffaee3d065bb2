/**
 * A gateway in a process of its own: it gets its routes from the control API, tells it what it
 * counts, and goes on with what it knows while the control API is away.
 */
@NullMarked
package io.bentoform.api.gateway.remote;

import org.jspecify.annotations.NullMarked;
