/** Building of planned states. */
@NullMarked
package io.bentoform.provider.plan;

import org.jspecify.annotations.NullMarked;
