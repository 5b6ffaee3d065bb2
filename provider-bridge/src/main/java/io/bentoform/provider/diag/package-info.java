/** Diagnostics: what a user is told, and where in the configuration it belongs. */
@NullMarked
package io.bentoform.provider.diag;

import org.jspecify.annotations.NullMarked;
