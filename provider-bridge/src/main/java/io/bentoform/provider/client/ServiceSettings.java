package io.bentoform.provider.client;

import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a service of a deployment, in two forms: as configured, where {@code envs} is an
 * object and {@code config_overrides} JSON in a string; and as the API has them, where {@code envs}
 * is an array of pairs and {@code config_overrides} an object.
 */
public final class ServiceSettings {

  private static final String ENVS = "envs";
  private static final String OVERRIDES = "config_overrides";
  private static final String SCALING = "scaling";
  private static final String MIN = "min_replicas";
  private static final String MAX = "max_replicas";

  private ServiceSettings() {}

  /** From the form of the configuration to that of the API. */
  public static Map<String, @Nullable Object> encode(JsonObject configured) {
    Map<String, @Nullable Object> wire = Call.members();
    wire.putAll(configured.members());
    wire.put(SCALING, scaling(configured.object(SCALING)));
    Map<String, String> envs = new TreeMap<>();
    configured
        .object(ENVS)
        .members()
        .forEach(
            (name, value) -> {
              if (value instanceof String text) {
                envs.put(name, text);
              }
            });
    wire.put(ENVS, Pairs.envs(envs));
    wire.put(OVERRIDES, overrides(configured.text(OVERRIDES, "{}")));
    wire.put("extras", null);
    return wire;
  }

  /**
   * Missing bounds are set as the bentoml command line does: one replica, and max_replicas at least
   * min_replicas.
   */
  private static Map<String, @Nullable Object> scaling(JsonObject configured) {
    long min = Objects.requireNonNullElse(configured.integer(MIN), 1L);
    long max = Objects.requireNonNullElse(configured.integer(MAX), Math.max(min, 1L));
    Map<String, @Nullable Object> wire = Call.members();
    wire.put(MIN, BigDecimal.valueOf(Math.min(min, max)));
    wire.put(MAX, BigDecimal.valueOf(max));
    wire.put("policy", configured.raw("policy"));
    return wire;
  }

  private static @Nullable Object overrides(String text) {
    try {
      return Json.parse(text);
    } catch (Json.ParseException e) {
      return Call.members(); // validation has rejected it before
    }
  }

  /** A member in the form of the configuration, from that of the API. */
  public static @Nullable Object decode(String name, @Nullable Object member) {
    return switch (name) {
      case ENVS -> Pairs.decodeEnvs(member);
      case OVERRIDES -> member == null ? null : Json.write(member);
      default -> member;
    };
  }

  /** What settings in the form of the API say beyond null, empty and default values. */
  public static Map<String, Object> said(JsonObject wire) {
    Map<String, Object> said = new TreeMap<>();
    wire.members()
        .forEach(
            (name, member) -> {
              @Nullable Object each = said(name, member);
              if (each != null) {
                said.put(name, each);
              }
            });
    return said;
  }

  private static @Nullable Object said(String name, @Nullable Object member) {
    if (name.equals(OVERRIDES)) {
      // Arbitrary JSON, in which a null may be significant: only an empty object is a default.
      return member instanceof Map<?, ?> map && map.isEmpty() ? null : member;
    }
    if (name.equals(ENVS)) {
      Map<String, String> envs = Pairs.decodeEnvs(member);
      return envs.isEmpty() ? null : envs;
    }
    @Nullable Object pruned = prune(member);
    boolean single =
        name.equals(SCALING) && Map.of(MIN, BigDecimal.ONE, MAX, BigDecimal.ONE).equals(pruned);
    return single ? null : pruned;
  }

  private static @Nullable Object prune(@Nullable Object json) {
    if (json instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> pruned = new TreeMap<>();
      map.forEach(
          (name, member) -> {
            Object each = prune(member);
            if (each != null) {
              pruned.put(String.valueOf(name), each);
            }
          });
      return pruned.isEmpty() ? null : pruned;
    }
    if (json instanceof List<?> list) {
      List<@Nullable Object> pruned = new ArrayList<>();
      list.forEach(element -> pruned.add(prune(element)));
      return pruned.isEmpty() ? null : pruned;
    }
    return json;
  }
}
