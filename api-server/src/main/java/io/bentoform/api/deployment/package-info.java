/** Deployments: routes, use cases, rules, revisions, and what a secret change means for them. */
@NullMarked
package io.bentoform.api.deployment;

import org.jspecify.annotations.NullMarked;
