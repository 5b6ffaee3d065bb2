/** The provider bentocloud: its configuration and code shared by its resources. */
@NullMarked
package io.bentoform.provider.bentocloud;

import org.jspecify.annotations.NullMarked;
