/** Structured logging in the format that the host reads from standard error. */
@NullMarked
package io.bentoform.provider.log;

import org.jspecify.annotations.NullMarked;
