/** Functions that need no API. */
@NullMarked
package io.bentoform.provider.bentocloud.function;

import org.jspecify.annotations.NullMarked;
