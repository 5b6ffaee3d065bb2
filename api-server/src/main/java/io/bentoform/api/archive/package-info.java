/** The rules of archives: what one may hold, checked wherever one is read. */
@NullMarked
package io.bentoform.api.archive;

import org.jspecify.annotations.NullMarked;
