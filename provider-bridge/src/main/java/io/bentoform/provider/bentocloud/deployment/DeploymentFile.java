package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.bentocloud.ApiObject;
import io.bentoform.provider.bentocloud.deployment.service.ServiceWire;
import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The deployment file of BentoML (contract D1), and the arguments of the resource that say the
 * same. What the file alone has ({@code description}, which no API keeps) is left out.
 */
final class DeploymentFile {

  private static final String EXTRAS = "extras";
  private static final String OVERRIDES = "config_overrides";

  /** The members of a file that are arguments of the resource, without those of its state. */
  private static final List<String> ARGUMENTS =
      List.of(
          DeploymentSchema.NAME,
          ApiObject.CLUSTER,
          DeploymentSchema.BENTO,
          DeploymentSchema.SECRETS,
          DeploymentSchema.ENVS,
          DeploymentSchema.LABELS,
          DeploymentSchema.ACCESS,
          DeploymentSchema.SERVICES,
          DeploymentSchema.CANARY);

  private static final Type SECRET_NAMES =
      new Type.ListOf(new Type.ObjectOf(Map.of(DeploymentSchema.NAME, Type.STRING)));

  private static final Set<String> IGNORED = Set.of("description");

  private DeploymentFile() {}

  /**
   * The text is not a deployment file that the resource can express. No value is in the message.
   */
  static final class FileException extends Exception {
    private static final long serialVersionUID = 1;

    FileException(String message) {
      super(message);
    }
  }

  /** The type of the arguments. A secret is a name: the rest of it comes from the API. */
  static Type.ObjectOf type() {
    Map<String, Type> types = new TreeMap<>();
    ARGUMENTS.forEach(
        name -> types.put(name, DeploymentSchema.SCHEMA.type().attributes().get(name)));
    return namingSecrets(types);
  }

  /** A type in which the secrets of objects are names alone. */
  private static Type namingSecrets(Type type) {
    return switch (type) {
      case Type.MapOf(Type element) -> new Type.MapOf(namingSecrets(element));
      case Type.ObjectOf(Map<String, Type> attributes, Set<String> ignored) ->
          namingSecrets(attributes);
      default -> type;
    };
  }

  private static Type.ObjectOf namingSecrets(Map<String, Type> attributes) {
    Map<String, Type> named = new TreeMap<>();
    attributes.forEach(
        (name, each) ->
            named.put(
                name, name.equals(DeploymentSchema.SECRETS) ? SECRET_NAMES : namingSecrets(each)));
    return new Type.ObjectOf(named);
  }

  /** The arguments that a file stands for. */
  static Value.Fields parse(String yaml) throws FileException {
    JsonObject file = load(yaml);
    Set<String> unknown = new TreeSet<>(file.members().keySet());
    unknown.removeAll(ARGUMENTS);
    unknown.removeAll(IGNORED);
    if (!unknown.isEmpty()) {
      throw new FileException(
          "bentocloud_deployment has no argument for \""
              + String.join("\" and \"", unknown)
              + "\" of the deployment file.");
    }
    Map<String, Value> values = new TreeMap<>();
    for (String name : List.of(DeploymentSchema.NAME, ApiObject.CLUSTER, DeploymentSchema.BENTO)) {
      values.put(name, file.optional(name).map(Value::text).orElse(Value.ofNull()));
    }
    values.put(
        DeploymentSchema.ACCESS,
        file.has(DeploymentSchema.ACCESS)
            ? Value.bool(file.flag(DeploymentSchema.ACCESS))
            : Value.ofNull());
    values.put(DeploymentSchema.SECRETS, secrets(file));
    values.put(DeploymentSchema.ENVS, Value.mapOfText(file.pairs(DeploymentSchema.ENVS, "name")));
    values.put(
        DeploymentSchema.LABELS, Value.mapOfText(file.pairs(DeploymentSchema.LABELS, "key")));
    values.put(DeploymentSchema.SERVICES, services(file));
    values.put(DeploymentSchema.CANARY, canary(file));
    return new Value.Fields(values);
  }

  private static Value secrets(JsonObject version) {
    return Value.list(
        version.texts(DeploymentSchema.SECRETS).stream()
            .map(name -> new Value.Fields(Map.of(DeploymentSchema.NAME, Value.text(name))))
            .toList());
  }

  private static Value services(JsonObject version) throws FileException {
    JsonObject services = version.object(DeploymentSchema.SERVICES);
    for (String service : services.members().keySet()) {
      if (services.object(service).has(EXTRAS)) {
        throw new FileException(
            "bentocloud_deployment has no argument for \"extras\" of the service \""
                + service
                + "\".");
      }
    }
    return ServiceWire.refresh(Value.ofNull(), services);
  }

  private static Value canary(JsonObject file) throws FileException {
    if (!file.has(DeploymentSchema.CANARY)) {
      return Value.ofNull();
    }
    JsonObject canary = file.object(DeploymentSchema.CANARY);
    JsonObject labels = canary.object(DeploymentSchema.VERSIONS);
    Map<String, Value> versions = new TreeMap<>();
    for (String label : labels.members().keySet()) {
      versions.put(label, version(labels.object(label)));
    }
    return new Value.Fields(
        Map.of(
            DeploymentSchema.ROUTE_TYPE,
            Value.ofText(canary.text(DeploymentSchema.ROUTE_TYPE)),
            DeploymentSchema.ROUTE_BY,
            Value.ofText(canary.text(DeploymentSchema.ROUTE_BY)),
            DeploymentSchema.VERSIONS,
            new Value.Fields(versions)));
  }

  /** What a canary version does not set stays null: it is as in the main version. */
  private static Value version(JsonObject version) throws FileException {
    Map<String, Value> values = new TreeMap<>();
    values.put(DeploymentSchema.BENTO, Value.ofText(version.text(DeploymentSchema.BENTO)));
    values.put(DeploymentSchema.WEIGHT, Value.ofNumber(version.integer(DeploymentSchema.WEIGHT)));
    values.put(DeploymentSchema.SERVICES, services(version));
    values.put(
        DeploymentSchema.ENVS,
        version.has(DeploymentSchema.ENVS)
            ? Value.mapOfText(version.pairs(DeploymentSchema.ENVS, "name"))
            : Value.ofNull());
    values.put(
        DeploymentSchema.SECRETS,
        version.has(DeploymentSchema.SECRETS) ? secrets(version) : Value.ofNull());
    return new Value.Fields(values);
  }

  private static JsonObject load(String yaml) throws FileException {
    Object tree;
    try {
      tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    } catch (YamlEngineException e) {
      // The cause's message quotes the text.
      throw new FileException("The text is not valid YAML.");
    }
    return JsonObject.of(json(tree))
        .orElseThrow(() -> new FileException("A deployment file is a YAML mapping."));
  }

  /** As JSON is read here: numbers are exact, and those of variables become text. */
  private static @Nullable Object json(@Nullable Object yaml) {
    return switch (yaml) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((key, value) -> members.put(String.valueOf(key), json(value)));
        yield members;
      }
      case List<?> list -> {
        List<@Nullable Object> elements = new ArrayList<>();
        list.forEach(element -> elements.add(json(element)));
        yield elements;
      }
      case Number number -> new BigDecimal(number.toString());
      case null, default -> yaml;
    };
  }

  /** The file that says the same as the arguments. */
  static String format(Value.Fields arguments) {
    Map<String, @Nullable Object> file = new LinkedHashMap<>();
    for (String name : List.of(DeploymentSchema.NAME, ApiObject.CLUSTER)) {
      file.put(name, arguments.get(name).asText().orElse(null));
    }
    file.putAll(new DeploymentState(arguments).body(secret -> true));
    file.remove(DeploymentSchema.ACCESS, false);
    return new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
        .dumpToString(withoutUnset(file));
  }

  /** Without members that are null or empty, but for those of overrides, where they may matter. */
  private static Map<String, @Nullable Object> withoutUnset(Map<?, ?> members) {
    Map<String, @Nullable Object> set = new LinkedHashMap<>();
    members.forEach(
        (key, value) -> {
          boolean free = key.equals(OVERRIDES);
          Object kept = value instanceof Map<?, ?> map && !free ? withoutUnset(map) : yaml(value);
          boolean unset =
              kept == null
                  || (kept instanceof Map<?, ?> map && map.isEmpty())
                  || (kept instanceof List<?> list && list.isEmpty());
          if (!unset) {
            set.put(String.valueOf(key), kept);
          }
        });
    return set;
  }

  /** With numbers as YAML writes them. */
  private static @Nullable Object yaml(@Nullable Object json) {
    return switch (json) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        map.forEach((key, value) -> members.put(String.valueOf(key), yaml(value)));
        yield members;
      }
      case List<?> list -> {
        List<@Nullable Object> elements = new ArrayList<>();
        list.forEach(element -> elements.add(yaml(element)));
        yield elements;
      }
      case BigDecimal number when number.scale() <= 0 -> number.toBigIntegerExact();
      case BigDecimal number -> number.doubleValue();
      case null, default -> json;
    };
  }
}
