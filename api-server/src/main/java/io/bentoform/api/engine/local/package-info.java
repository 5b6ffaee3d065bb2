/** Runs deployments as processes of this machine. */
@NullMarked
package io.bentoform.api.engine.local;

import org.jspecify.annotations.NullMarked;
