/** Clusters and their instance types. */
@NullMarked
package io.bentoform.provider.bentocloud.cluster;

import org.jspecify.annotations.NullMarked;
