/** The addresses of deployments, and the routes that lead from them. */
@NullMarked
package io.bentoform.api.engine.endpoint;

import org.jspecify.annotations.NullMarked;
