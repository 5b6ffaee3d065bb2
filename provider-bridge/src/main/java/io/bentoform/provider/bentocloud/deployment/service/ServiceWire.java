package io.bentoform.provider.bentocloud.deployment.service;

import io.bentoform.provider.client.ServiceSettings;
import io.bentoform.provider.cty.JsonCodec;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Converts service settings from and to the API's format, keeping prior values that are
 * semantically equal.
 */
public final class ServiceWire {

  /** The attributes of a service and their types. */
  private static final Type.ObjectOf SERVICE = ServiceSchema.type();

  private ServiceWire() {}

  /** Encodes services for the API. */
  public static Map<String, @Nullable Object> encode(Value services) {
    Map<String, @Nullable Object> wire = new TreeMap<>();
    services.asMap().forEach((name, service) -> wire.put(name, encoded(service).members()));
    return wire;
  }

  private static JsonObject encoded(Value service) {
    return JsonObject.of(JsonCodec.tree(service, SERVICE))
        .map(configured -> new JsonObject(ServiceSettings.encode(configured)))
        .orElse(JsonObject.EMPTY);
  }

  /** What services say beyond null, empty and default values: equal for the same meaning. */
  public static Map<String, Map<String, Object>> said(Value services) {
    return said(new JsonObject(encode(services)));
  }

  /** The same of services in the API's format. */
  public static Map<String, Map<String, Object>> said(JsonObject services) {
    Map<String, Map<String, Object>> said = new TreeMap<>();
    for (String name : services.members().keySet()) {
      said.put(name, ServiceSettings.said(services.object(name)));
    }
    said.values().removeIf(Map::isEmpty);
    return said;
  }

  /** The services that the API reports, keeping prior values that are semantically equal. */
  public static Value refresh(Value known, JsonObject services) {
    Map<String, Value> before = known.asMap();
    Map<String, Value> after = new TreeMap<>();
    TreeSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(services.members().keySet());
    for (String name : names) {
      JsonObject reported = services.object(name);
      Value written = known.get(name);
      Map<String, Object> sent = ServiceSettings.said(encoded(written));
      boolean says = !ServiceSettings.said(reported).isEmpty();
      if (says || (sent.isEmpty() && before.containsKey(name))) {
        after.put(name, service(written, sent, reported));
      }
    }
    return after.isEmpty() && !known.isPresent() ? Value.ofNull() : new Value.Fields(after);
  }

  private static Value service(Value written, Map<String, Object> sent, JsonObject reported) {
    Map<String, Object> now = ServiceSettings.said(reported);
    Map<String, Value> members = new TreeMap<>();
    SERVICE
        .attributes()
        .forEach(
            (name, type) -> {
              boolean same = Objects.equals(sent.get(name), now.get(name));
              Value known = written.get(name);
              Object json = ServiceSettings.decode(name, reported.raw(name));
              members.put(name, same ? known : JsonCodec.decodeTree(json, type));
            });
    return new Value.Fields(members);
  }
}
