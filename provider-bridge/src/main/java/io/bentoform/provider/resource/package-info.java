/** What the author of a resource implements. */
@NullMarked
package io.bentoform.provider.resource;

import org.jspecify.annotations.NullMarked;
