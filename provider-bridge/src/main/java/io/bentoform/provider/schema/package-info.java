/** Schemas of providers and resources, and the checks that a host leaves to the provider. */
@NullMarked
package io.bentoform.provider.schema;

import org.jspecify.annotations.NullMarked;
