/**
 * The control API: {@link io.bentoform.api.Main} wires it, {@link io.bentoform.api.Settings} lists
 * what can be set.
 */
@NullMarked
package io.bentoform.api;

import org.jspecify.annotations.NullMarked;
