/** What an archive may contain, checked wherever one is read. */
@NullMarked
package io.bentoform.api.archive;

import org.jspecify.annotations.NullMarked;
