/** The data path of deployments: the stable address in front of their replicas. */
@NullMarked
package io.bentoform.api.gateway;

import org.jspecify.annotations.NullMarked;
