/** The interfaces that the author of a provider implements. */
@NullMarked
package io.bentoform.provider.resource;

import org.jspecify.annotations.NullMarked;
