/** Processes of this machine: how they are identified, found again and ended. */
@NullMarked
package io.bentoform.api.engine.local.process;

import org.jspecify.annotations.NullMarked;
