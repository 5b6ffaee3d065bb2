/** Bento repositories and bentos: metadata and archives. */
@NullMarked
package io.bentoform.api.bento;

import org.jspecify.annotations.NullMarked;
