package io.bentoform.api.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Canary versions of a deployment (contract C2.2). What the weights leave goes to the main version.
 *
 * @param routeType {@code random}, {@code header} or {@code query}; null for random
 * @param routeBy the name of the header or the key of the query
 * @param versions by their labels
 */
public record Canary(
    @Nullable String routeType,
    @Nullable String routeBy,
    @Nullable Map<String, @Nullable Version> versions) {
  public static final String RANDOM = "random";
  public static final String HEADER = "header";
  public static final String QUERY = "query";

  /**
   * One version; where a member is null or empty, it is as the main version.
   *
   * @param bento {@code name:version}
   * @param weight percent of the requests; null for none
   */
  public record Version(
      @Nullable String bento,
      @Nullable Integer weight,
      @Nullable Map<String, DeploymentConfig.@Nullable Service> services,
      @Nullable List<DeploymentConfig.@Nullable Variable> envs,
      @Nullable List<@Nullable String> secrets) {

    /** Percent of the requests. */
    public int share() {
      return weight == null ? 0 : weight;
    }
  }

  /** The versions without elements that are null. */
  public Map<String, Version> given() {
    Map<String, Version> given = new LinkedHashMap<>();
    if (versions != null) {
      versions.forEach(
          (label, version) -> {
            if (version != null) {
              given.put(label, version);
            }
          });
    }
    return given;
  }

  /** How requests choose a version. */
  public String type() {
    return routeType == null ? RANDOM : routeType;
  }
}
