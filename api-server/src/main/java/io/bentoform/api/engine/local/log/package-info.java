/** Log files that have a largest size: how they are rotated, and how they are followed. */
@NullMarked
package io.bentoform.api.engine.local.log;

import org.jspecify.annotations.NullMarked;
