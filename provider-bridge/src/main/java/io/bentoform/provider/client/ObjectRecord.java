package io.bentoform.provider.client;

import org.jspecify.annotations.Nullable;

/** What every object that the API answers says of itself. */
public sealed interface ObjectRecord permits SecretRecord, DeploymentRecord {

  Origin origin();

  @Nullable String cluster();
}
