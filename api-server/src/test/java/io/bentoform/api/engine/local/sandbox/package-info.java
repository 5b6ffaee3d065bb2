@NullMarked
package io.bentoform.api.engine.local.sandbox;

import org.jspecify.annotations.NullMarked;
