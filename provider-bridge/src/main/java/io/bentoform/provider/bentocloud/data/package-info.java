/** Data sources: what the control API knows, for configurations and policies. */
@NullMarked
package io.bentoform.provider.bentocloud.data;

import org.jspecify.annotations.NullMarked;
