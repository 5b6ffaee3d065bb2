@NullMarked
package io.bentoform.api.engine.local;

import org.jspecify.annotations.NullMarked;
