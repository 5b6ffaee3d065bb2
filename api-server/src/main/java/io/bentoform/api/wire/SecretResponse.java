package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A secret (contract B4) without any value, and with additive members.
 *
 * @param revision additive: the number of the newest revision
 * @param unchanged additive: a write found all as it was and made no revision
 * @param usedBy additive: the number of deployments that use it
 * @param updatedBy additive: who made the newest revision
 */
public record SecretResponse(
    @JsonUnwrapped Resource resource,
    String description,
    UserResponse creator,
    Content content,
    ClusterResponse cluster,
    int revision,
    boolean unchanged,
    int usedBy,
    UserResponse updatedBy) {

  public record Content(String type, @Nullable String path, String stage, List<Item> items) {}

  /**
   * One key.
   *
   * @param value always null
   * @param revision additive: the revision in which the value last changed
   */
  public record Item(String key, @Nullable String subPath, @Nullable String value, int revision) {}

  /**
   * How sent values differ from stored ones, by key names.
   *
   * @param added sent, but not in the secret
   * @param removed in the secret, but not sent
   */
  public record Comparison(
      String uid,
      int revision,
      List<String> added,
      List<String> removed,
      List<String> changed,
      List<String> unchanged) {}

  /**
   * How the values of many secrets differ, in the order in which they were asked for.
   *
   * @param items those that are there
   * @param missing the names of those that are not
   */
  public record Comparisons(List<Named> items, List<String> missing) {}

  /** The comparison of one of many secrets. */
  public record Named(String name, @JsonUnwrapped Comparison comparison) {}

  /**
   * What a write would lead to. The keys are compared with those of the secret as it is.
   *
   * @param uid null when there is no such secret yet
   * @param revision the newest one; null when there is no such secret yet
   */
  public record Impact(
      @Nullable String uid,
      @Nullable Integer revision,
      List<String> added,
      List<String> removed,
      List<String> changed,
      List<String> unchanged,
      List<Affected> deployments) {}

  /**
   * A deployment that uses the secret.
   *
   * @param effect {@code restart}, {@code recreate} or {@code none}
   * @param keys those in which it would differ from what the replicas hold; of a deletion those
   *     that a later start lacks
   * @param startSeconds how long its last start took; null when that is not known
   */
  public record Affected(
      String name,
      String cluster,
      String uid,
      String status,
      String effect,
      List<String> keys,
      @Nullable Double startSeconds) {}

  /**
   * A revision in the list of all (additive).
   *
   * @param number of the revision
   * @param createdAt when it was made
   * @param creator who made it
   * @param keys all of its keys
   * @param previous the one that it is compared with: the latest before it that is kept; null when
   *     there is none
   * @param added keys that the previous one has not
   * @param removed keys that only the previous one has
   * @param changed keys with another value
   * @param moved keys with another type, path or sub path
   */
  public record PastRevision(
      @JsonProperty("revision") int number,
      Instant createdAt,
      UserResponse creator,
      String type,
      @Nullable String path,
      String stage,
      List<String> keys,
      @Nullable Integer previous,
      List<String> added,
      List<String> removed,
      List<String> changed,
      List<String> moved) {}
}
