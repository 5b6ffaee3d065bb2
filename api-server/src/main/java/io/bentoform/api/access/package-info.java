/** Organizations, users and API tokens: who asks, and what they may do. Default deny. */
@NullMarked
package io.bentoform.api.access;

import org.jspecify.annotations.NullMarked;
