/** API tokens. */
@NullMarked
package io.bentoform.provider.bentocloud.token;

import org.jspecify.annotations.NullMarked;
