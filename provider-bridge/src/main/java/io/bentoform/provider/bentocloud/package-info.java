/** The provider bentocloud: its configuration and what its resources share. */
@NullMarked
package io.bentoform.provider.bentocloud;

import org.jspecify.annotations.NullMarked;
