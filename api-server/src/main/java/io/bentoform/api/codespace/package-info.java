/** The files of {@code bentoml code}, and what a change of them leads to. */
@NullMarked
package io.bentoform.api.codespace;

import org.jspecify.annotations.NullMarked;
