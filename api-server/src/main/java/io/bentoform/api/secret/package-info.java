/** Secrets: routes, use cases, rules and store. */
@NullMarked
package io.bentoform.api.secret;

import org.jspecify.annotations.NullMarked;
