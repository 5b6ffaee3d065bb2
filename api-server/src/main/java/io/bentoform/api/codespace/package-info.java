/** The files of {@code bentoml code}, and the effects of a change. */
@NullMarked
package io.bentoform.api.codespace;

import org.jspecify.annotations.NullMarked;
