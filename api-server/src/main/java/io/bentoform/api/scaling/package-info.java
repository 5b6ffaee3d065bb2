/** How many replicas there should be: a pure function, and the loop that asks it. */
@NullMarked
package io.bentoform.api.scaling;

import org.jspecify.annotations.NullMarked;
