/** The append-only record of changes, written in the transaction of the change. */
@NullMarked
package io.bentoform.api.audit;

import org.jspecify.annotations.NullMarked;
