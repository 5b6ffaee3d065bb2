package io.bentoform.api.gateway;

import io.bentoform.api.crypto.Hidden;

/** Decides who may call the endpoint of a deployment with {@code access_authorization}. */
public interface EndpointGuard {
  /** Whether this Bearer token opens protected endpoints. */
  boolean allows(Hidden token);
}
