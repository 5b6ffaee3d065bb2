/**
 * Random walks through plan, apply and refresh, over the real handlers of the provider and a real
 * API: {@link io.bentoform.provider.walk.WalkTest}.
 */
@NullMarked
package io.bentoform.provider.walk;

import org.jspecify.annotations.NullMarked;
