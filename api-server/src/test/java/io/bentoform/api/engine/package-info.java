@NullMarked
package io.bentoform.api.engine;

import org.jspecify.annotations.NullMarked;
