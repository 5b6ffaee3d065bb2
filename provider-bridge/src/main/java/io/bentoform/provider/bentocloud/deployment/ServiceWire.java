package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.Json;
import io.bentoform.provider.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Converts service settings from and to the API's format, keeping prior values that are
 * semantically equal.
 */
final class ServiceWire {

  private static final List<String> PLAIN =
      List.of(
          DeploymentSchema.INSTANCE_TYPE, DeploymentSchema.STRATEGY, DeploymentSchema.COLD_START);

  /** The attributes of a service and their types. */
  private static final Map<String, Type> SERVICE = members();

  private ServiceWire() {}

  private static Map<String, Type> members() {
    return DeploymentSchema.SCHEMA.type().attributes().get(DeploymentSchema.SERVICES)
            instanceof Type.MapOf(Type.ObjectOf service)
        ? service.attributes()
        : Map.of();
  }

  /** Encodes services for the API. */
  static Map<String, @Nullable Object> encode(Value services) {
    Map<String, @Nullable Object> wire = new LinkedHashMap<>();
    services.asMap().forEach((name, service) -> wire.put(name, service(service)));
    return wire;
  }

  private static Map<String, @Nullable Object> service(Value value) {
    Map<String, @Nullable Object> wire = new LinkedHashMap<>();
    if (value instanceof Value.Fields service) {
      PLAIN.forEach(name -> wire.put(name, tree(service.get(name))));
      wire.put(DeploymentSchema.SCALING, scaling(service.get(DeploymentSchema.SCALING)));
      wire.put(DeploymentSchema.ENVS, Pairs.envs(service.get(DeploymentSchema.ENVS)));
      wire.put(DeploymentSchema.OVERRIDES, overrides(service.get(DeploymentSchema.OVERRIDES)));
      wire.put("extras", null);
    }
    return wire;
  }

  /**
   * Missing bounds are set as the bentoml command line does: one replica, and max_replicas at least
   * min_replicas.
   */
  private static Map<String, @Nullable Object> scaling(Value value) {
    Value.Fields scaling =
        value instanceof Value.Fields fields ? fields : new Value.Fields(Map.of());
    long min = scaling.get(DeploymentSchema.MIN).asLong().orElse(1L);
    long max = scaling.get(DeploymentSchema.MAX).asLong().orElse(Math.max(min, 1L));
    Map<String, @Nullable Object> wire = new LinkedHashMap<>();
    wire.put(DeploymentSchema.MIN, BigDecimal.valueOf(Math.min(min, max)));
    wire.put(DeploymentSchema.MAX, BigDecimal.valueOf(max));
    wire.put(DeploymentSchema.POLICY, tree(scaling.get(DeploymentSchema.POLICY)));
    return wire;
  }

  private static @Nullable Object overrides(Value value) {
    try {
      return Json.parse(value.asText().orElse("{}"));
    } catch (Json.ParseException e) {
      return new LinkedHashMap<>(); // validation has rejected it before
    }
  }

  private static @Nullable Object tree(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Num(BigDecimal number) -> number;
      case Value.Bool(boolean bool) -> bool;
      case Value.Sequence(List<Value> elements) -> {
        List<@Nullable Object> list = new ArrayList<>();
        elements.forEach(element -> list.add(tree(element)));
        yield list;
      }
      case Value.Fields(Map<String, Value> entries) -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        entries.forEach((name, member) -> map.put(name, tree(member)));
        yield map;
      }
      default -> null;
    };
  }

  /** Whether two service maps are semantically equal. */
  static boolean isSame(Value one, Value other) {
    return canonical(encode(one)).equals(canonical(encode(other)));
  }

  private static Map<String, @Nullable Object> canonical(Map<String, @Nullable Object> services) {
    Map<String, @Nullable Object> canonical = new TreeMap<>();
    services.forEach(
        (name, service) -> {
          Map<String, @Nullable Object> members =
              canonicalService(JsonObject.of(service).orElse(JsonObject.EMPTY));
          if (!members.isEmpty()) {
            canonical.put(name, members);
          }
        });
    return canonical;
  }

  /** The members without null, empty and default values. */
  private static Map<String, @Nullable Object> canonicalService(JsonObject service) {
    Map<String, @Nullable Object> members = new TreeMap<>();
    service.members().forEach((name, member) -> members.put(name, canonicalMember(name, member)));
    members.values().removeIf(Objects::isNull);
    return members;
  }

  private static @Nullable Object canonicalMember(String name, @Nullable Object member) {
    @Nullable Object pruned = prune(member);
    if (name.equals(DeploymentSchema.OVERRIDES)) {
      // Arbitrary JSON, in which a null may be significant: only an empty object is a default.
      return member instanceof Map<?, ?> map && map.isEmpty() ? null : member;
    }
    if (name.equals(DeploymentSchema.ENVS)) {
      Map<String, String> envs = Pairs.decodeEnvs(member);
      return envs.isEmpty() ? null : envs;
    }
    Map<String, BigDecimal> single =
        Map.of(DeploymentSchema.MIN, BigDecimal.ONE, DeploymentSchema.MAX, BigDecimal.ONE);
    return name.equals(DeploymentSchema.SCALING) && single.equals(pruned) ? null : pruned;
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

  /** The services that the API reports, keeping prior values that are semantically equal. */
  static Value refresh(Value known, JsonObject services) {
    Map<String, Value> before = known.asMap();
    Map<String, Value> after = new TreeMap<>();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(services.members().keySet());
    for (String name : names) {
      JsonObject reported = services.object(name);
      Value written = before.getOrDefault(name, Value.ofNull());
      boolean says = !canonicalService(reported).isEmpty();
      boolean said = !canonicalService(json(written)).isEmpty();
      if (says || (!said && before.containsKey(name))) {
        after.put(name, service(written, reported));
      }
    }
    return after.isEmpty() && !known.isPresent() ? Value.ofNull() : new Value.Fields(after);
  }

  private static JsonObject json(Value service) {
    return JsonObject.of(service(service)).orElse(JsonObject.EMPTY);
  }

  private static Value service(Value written, JsonObject reported) {
    JsonObject sent = json(written);
    Map<String, Value> members = new TreeMap<>();
    SERVICE.forEach(
        (name, type) -> {
          @Nullable Object now = canonicalMember(name, reported.raw(name));
          boolean same = Objects.equals(canonicalMember(name, sent.raw(name)), now);
          Value known = written instanceof Value.Fields fields ? fields.get(name) : Value.ofNull();
          members.put(name, same ? known : decode(name, type, reported.raw(name)));
        });
    return new Value.Fields(members);
  }

  private static Value decode(String name, Type type, @Nullable Object json) {
    if (name.equals(DeploymentSchema.OVERRIDES)) {
      return json == null ? Value.ofNull() : Value.text(Json.write(json));
    }
    if (name.equals(DeploymentSchema.ENVS)) {
      return Value.mapOfText(Pairs.decodeEnvs(json));
    }
    return JsonCodec.decode(Json.write(json), type);
  }
}
