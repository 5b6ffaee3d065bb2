/** Python environments: what they are made from, and how they are built and shared. */
@NullMarked
package io.bentoform.api.engine.local.python;

import org.jspecify.annotations.NullMarked;
