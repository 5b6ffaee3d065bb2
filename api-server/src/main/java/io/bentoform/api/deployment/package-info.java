/** Deployments: routes, use cases, rules, store, and what a secret change means for them. */
@NullMarked
package io.bentoform.api.deployment;

import org.jspecify.annotations.NullMarked;
