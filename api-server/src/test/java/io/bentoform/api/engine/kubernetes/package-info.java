@NullMarked
package io.bentoform.api.engine.kubernetes;

import org.jspecify.annotations.NullMarked;
