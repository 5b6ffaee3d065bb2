package io.bentoform.provider.client;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the API offers beyond BentoCloud's contract.
 *
 * @param names the API's words, empty for a plain BentoCloud
 */
public record Capabilities(Set<String> names) {

  public Capabilities {
    names = Set.copyOf(names);
  }

  /** Secrets can be compared with values without being read. */
  public boolean comparesSecrets() {
    return names.contains("secret_compare");
  }

  /** Many secrets can be compared with one request. */
  boolean comparesManySecrets() {
    return names.contains("secret_compare_many");
  }

  /** Lists can be asked for objects by their names. */
  boolean listsNamed() {
    return names.contains("list_named");
  }

  /** Secrets have numbered revisions, and updates check them. */
  public boolean numbersRevisions() {
    return names.contains("secret_revisions");
  }

  /** Changes name the uid of the object that they mean, and creations choose it. */
  public boolean expectsUids() {
    return names.contains("expected_uid");
  }

  /** The uid to send with a change; null where the API would not compare it. */
  public @Nullable String expectedUid(@Nullable String uid) {
    return expectsUids() ? uid : null;
  }

  public boolean checksDeployments() {
    return names.contains("deployment_check");
  }

  /** Many deployments can be checked with one request. */
  boolean checksManyDeployments() {
    return names.contains("deployment_check_many");
  }

  public boolean expectsSecretRevisions() {
    return names.contains("expected_secret_revisions");
  }

  /** Labels change without a rollout. */
  public boolean patchesLabels() {
    return names.contains("deployment_metadata");
  }
}
