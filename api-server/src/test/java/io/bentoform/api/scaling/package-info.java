@NullMarked
package io.bentoform.api.scaling;

import org.jspecify.annotations.NullMarked;
