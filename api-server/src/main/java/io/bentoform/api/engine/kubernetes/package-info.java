/**
 * Runs deployments on a Kubernetes cluster as ordinary objects: a Deployment and a Service for each
 * service, and Secrets that never change. No custom resource and no add-on is needed.
 */
@NullMarked
package io.bentoform.api.engine.kubernetes;

import org.jspecify.annotations.NullMarked;
