/** Bubblewrap around what runs: what a process sees of this machine. */
@NullMarked
package io.bentoform.api.engine.local.sandbox;

import org.jspecify.annotations.NullMarked;
