package io.bentoform.provider.client;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The capabilities of the API beyond BentoCloud's contract.
 *
 * @param names the capability names, empty for a plain BentoCloud
 */
public record Capabilities(Set<String> names) {

  /** Those of a plain BentoCloud. */
  public static final Capabilities NONE = new Capabilities(Set.of());

  public Capabilities {
    names = Set.copyOf(names);
  }

  /** Secret values can be compared without being returned. */
  public boolean comparesSecrets() {
    return names.contains("secret_compare");
  }

  /** Several secrets can be compared in one request. */
  boolean comparesManySecrets() {
    return names.contains("secret_compare_many");
  }

  /** Lists can be filtered by several names. */
  boolean listsNamed() {
    return names.contains("list_named");
  }

  /** Secrets have revision numbers, and updates can check them. */
  public boolean supportsRevisions() {
    return names.contains("secret_revisions");
  }

  /** Changes can check the uid of an object, and creations can set it. */
  public boolean supportsUids() {
    return names.contains("expected_uid");
  }

  /** The uid to send with a change; null when the API does not check it. */
  public @Nullable String expectedUid(@Nullable String uid) {
    return supportsUids() ? uid : null;
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

  /** Deployments say which tool keeps their configuration. */
  public boolean knowsWhatManagesDeployments() {
    return names.contains("deployment_managed_by");
  }

  /** Clusters have engines of their own. */
  public boolean knowsClusterEngines() {
    return names.contains("cluster_engines");
  }

  /** Labels can be changed without a rollout. */
  public boolean patchesLabels() {
    return names.contains("deployment_metadata");
  }
}
