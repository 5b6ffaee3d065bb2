/** The resource bentocloud_deployment. */
@NullMarked
package io.bentoform.provider.bentocloud.deployment;

import org.jspecify.annotations.NullMarked;
