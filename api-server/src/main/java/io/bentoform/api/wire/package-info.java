/** The records of the contract, problem bodies, paging, and how a body is read. */
@NullMarked
package io.bentoform.api.wire;

import org.jspecify.annotations.NullMarked;
