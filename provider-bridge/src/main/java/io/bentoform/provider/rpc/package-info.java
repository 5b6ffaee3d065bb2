/** One handler per RPC: wire to model and back. */
@NullMarked
package io.bentoform.provider.rpc;

import org.jspecify.annotations.NullMarked;
