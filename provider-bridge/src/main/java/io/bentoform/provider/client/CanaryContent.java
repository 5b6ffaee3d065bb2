package io.bentoform.provider.client;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Canary versions of a deployment to write or to check (contract C2.2).
 *
 * @param routeType {@code random}, {@code header} or {@code query}; null for random
 * @param routeBy name of the header or query parameter
 * @param versions by their labels
 */
public record CanaryContent(
    @Nullable String routeType, @Nullable String routeBy, Map<String, Version> versions) {

  /**
   * One version; where a member is null, it is as the main version.
   *
   * @param bento {@code name:version}
   * @param weight percent of the requests; null for none
   * @param services settings by service, in the API's form
   * @param secrets names of its attached secrets
   */
  public record Version(
      @Nullable String bento,
      @Nullable Long weight,
      @Nullable Map<String, @Nullable Object> services,
      @Nullable Map<String, String> envs,
      @Nullable List<String> secrets) {}

  Map<String, @Nullable Object> wire() {
    Map<String, @Nullable Object> all = Call.members();
    versions.forEach((label, version) -> all.put(label, wire(version)));
    Map<String, @Nullable Object> wire = Call.members();
    wire.put("route_type", routeType);
    wire.put("route_by", routeBy);
    wire.put("versions", all);
    return wire;
  }

  private static Map<String, @Nullable Object> wire(Version version) {
    Map<String, @Nullable Object> wire = Call.members();
    wire.put("bento", version.bento());
    wire.put("weight", Optional.ofNullable(version.weight()).map(BigDecimal::valueOf).orElse(null));
    wire.put("services", version.services());
    Map<String, String> envs = version.envs();
    wire.put("envs", envs == null ? null : Pairs.named(envs));
    List<String> secrets = version.secrets();
    wire.put("secrets", secrets == null ? null : new ArrayList<@Nullable Object>(secrets));
    return wire;
  }
}
