@NullMarked
package io.bentoform.api.engine.local.log;

import org.jspecify.annotations.NullMarked;
