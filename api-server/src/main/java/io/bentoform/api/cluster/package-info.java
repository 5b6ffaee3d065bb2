/** Clusters and instance types: where deployments run, and on what. */
@NullMarked
package io.bentoform.api.cluster;

import org.jspecify.annotations.NullMarked;
