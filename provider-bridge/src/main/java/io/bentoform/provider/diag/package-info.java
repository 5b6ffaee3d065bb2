/** Diagnostics: errors and warnings for the user. */
@NullMarked
package io.bentoform.provider.diag;

import org.jspecify.annotations.NullMarked;
