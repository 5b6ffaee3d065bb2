/** Deployments: routes, use cases, rules, revisions, and the effects of secret changes. */
@NullMarked
package io.bentoform.api.deployment;

import org.jspecify.annotations.NullMarked;
