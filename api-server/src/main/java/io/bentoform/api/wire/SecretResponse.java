package io.bentoform.api.wire;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A secret (contract B4) without any value, and with additive members.
 *
 * @param revision additive: the number of the newest revision
 * @param unchanged additive: a write found all as it was and made no revision
 */
public record SecretResponse(
    @JsonUnwrapped Resource resource,
    String description,
    UserResponse creator,
    Content content,
    ClusterResponse cluster,
    int revision,
    boolean unchanged) {

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
}
