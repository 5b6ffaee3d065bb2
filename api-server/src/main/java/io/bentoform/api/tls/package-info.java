/**
 * The certificate of the server: where it comes from, and how a new one takes effect while the
 * server runs. Knows nothing of what is served with it.
 */
@NullMarked
package io.bentoform.api.tls;

import org.jspecify.annotations.NullMarked;
