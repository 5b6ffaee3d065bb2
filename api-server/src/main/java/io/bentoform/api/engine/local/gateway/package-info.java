/** The address of one deployment on this machine, until the shared gateway serves it. */
@NullMarked
package io.bentoform.api.engine.local.gateway;

import org.jspecify.annotations.NullMarked;
