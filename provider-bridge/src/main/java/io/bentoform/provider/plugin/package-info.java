/** The life of a plugin process: cookie, handshake, mutual TLS, shutdown, reattach. */
@NullMarked
package io.bentoform.provider.plugin;

import org.jspecify.annotations.NullMarked;
