package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A deployment (contract C3), with additive members.
 *
 * @param urls none before the first rollout, then one
 * @param revision additive: the number of the latest revision
 * @param observedRevision additive: the revision that the running replicas hold; null when none
 *     runs
 * @param managedBy additive: the tool that keeps its configuration, as the last create or update
 *     said; null for none
 * @param secrets additive: what the running replicas hold of each attached secret
 * @param conditions additive: why it is as it is
 * @param services additive: its services as they are now, while its replicas are placed on this
 *     server
 */
public record DeploymentResponse(
    @JsonUnwrapped Resource resource,
    String status,
    String kubeNamespace,
    UserResponse creator,
    ClusterResponse cluster,
    Revision latestRevision,
    Manifest manifest,
    List<String> urls,
    int revision,
    @Nullable Integer observedRevision,
    @Nullable String managedBy,
    List<SecretState> secrets,
    List<Condition> conditions,
    List<ServiceState> services) {

  public record Manifest(boolean dev, @Nullable Routing routing) {}

  /**
   * How requests choose a version (contract C3).
   *
   * @param weights percent of each canary version, by its label
   */
  public record Routing(String routeType, @Nullable String routeBy, Map<String, Integer> weights) {}

  public record Revision(
      @JsonUnwrapped Resource resource,
      UserResponse creator,
      String status,
      List<Target> targets) {}

  /**
   * A revision in the list of all (additive).
   *
   * @param number of the revision
   * @param status {@code active} for the latest one, else {@code inactive}
   * @param secrets the attached secrets, as this revision uses them
   */
  public record PastRevision(
      @JsonUnwrapped Resource resource,
      @JsonProperty("revision") int number,
      UserResponse creator,
      String status,
      List<Target> targets,
      List<AttachedSecret> secrets) {}

  /** An attached secret, with the revision that is used and its keys. */
  public record AttachedSecret(String name, String uid, int revision, List<String> keys) {}

  public record Target(
      @JsonUnwrapped Resource resource,
      UserResponse creator,
      DeploymentConfig config,
      ArtifactResponse bento,
      String kubeResourceUid,
      String kubeResourceVersion) {}

  /**
   * One attached secret.
   *
   * @param uid of the secret that they come from, which one of the same name may have followed
   * @param keys the keys that the replicas hold
   * @param revision the revision that they hold; null when none runs, or when the secret that it
   *     came from is gone
   * @param currentRevision the newest one; null when the secret is gone
   * @param state {@code current}, {@code value_changed}, {@code keys_changed} or {@code missing}
   */
  public record SecretState(
      String name,
      String uid,
      List<String> keys,
      @Nullable Integer revision,
      @Nullable Integer currentRevision,
      String state) {}

  /**
   * One service.
   *
   * @param name of the service; of a canary version {@code VERSION/SERVICE}
   * @param ready how many replicas answer
   * @param wanted how many there should be
   * @param inFlight requests that a replica has now
   * @param waiting requests that wait for a replica
   */
  public record ServiceState(String name, int ready, int wanted, int inFlight, int waiting) {}

  /** One fact about a deployment, in the form that Kubernetes gave to such facts. */
  public record Condition(String type, String status, String reason, String message) {}

  /**
   * Something that happened to a deployment (additive).
   *
   * @param type {@code Normal} or {@code Warning}
   * @param reason one word in CamelCase
   */
  public record Event(Instant createdAt, String type, String reason, String message) {}

  /**
   * The answer of a check.
   *
   * @param problems for which a create or update would be refused
   * @param warnings what would not be honoured
   */
  public record Check(List<Violation> problems, List<Violation> warnings) {}

  /** The answers of many checks, in the order of the request. */
  public record Checks(List<Check> items) {}
}
