/** The only door to what runs: what a deployment asks for, and what is seen of it. */
@NullMarked
package io.bentoform.api.engine;

import org.jspecify.annotations.NullMarked;
