/** A whole provider, as an example of how the layers below {@code bentocloud} are used. */
@NullMarked
package io.bentoform.provider.example;

import org.jspecify.annotations.NullMarked;
