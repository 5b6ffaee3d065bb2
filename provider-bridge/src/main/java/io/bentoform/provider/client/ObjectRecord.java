package io.bentoform.provider.client;

import org.jspecify.annotations.Nullable;

/** The properties that all objects of the API have in common. */
public sealed interface ObjectRecord permits SecretRecord, DeploymentRecord, PlainRecord {

  Origin origin();

  String name();

  @Nullable String cluster();
}
