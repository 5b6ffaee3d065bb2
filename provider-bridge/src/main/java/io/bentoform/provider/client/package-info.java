/** The control API's client: retries, deadlines, redaction, capabilities. */
@NullMarked
package io.bentoform.provider.client;

import org.jspecify.annotations.NullMarked;
