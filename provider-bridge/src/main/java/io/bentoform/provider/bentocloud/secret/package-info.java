/** The resource bentocloud_secret. */
@NullMarked
package io.bentoform.provider.bentocloud.secret;

import org.jspecify.annotations.NullMarked;
