/** Sealing of secret values, wrapping of data keys, and the type that has no text form. */
@NullMarked
package io.bentoform.api.crypto;

import org.jspecify.annotations.NullMarked;
