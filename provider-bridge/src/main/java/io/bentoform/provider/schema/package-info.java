/** Schemas of providers and resources, and configuration validation. */
@NullMarked
package io.bentoform.provider.schema;

import org.jspecify.annotations.NullMarked;
