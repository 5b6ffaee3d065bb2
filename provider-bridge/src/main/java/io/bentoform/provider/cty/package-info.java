/** Types, values and paths of the host's type system, and their MessagePack and JSON forms. */
@NullMarked
package io.bentoform.provider.cty;

import org.jspecify.annotations.NullMarked;
