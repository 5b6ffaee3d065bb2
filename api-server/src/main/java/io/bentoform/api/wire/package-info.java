/** The JSON records of the contract, and nothing else. They may only grow. */
@NullMarked
package io.bentoform.api.wire;

import org.jspecify.annotations.NullMarked;
