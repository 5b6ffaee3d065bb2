/** The settings of the services of a deployment. */
@NullMarked
package io.bentoform.provider.bentocloud.deployment.service;

import org.jspecify.annotations.NullMarked;
