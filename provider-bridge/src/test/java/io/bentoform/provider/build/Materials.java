package io.bentoform.provider.build;

import io.bentoform.provider.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The bill of materials in CycloneDX: the libraries that are packed, and the runtime. */
final class Materials {

  private static final String COMPONENTS = "components";
  private static final String DEPENDENCIES = "dependencies";
  private static final String DEPENDS_ON = "dependsOn";
  private static final String REFERENCE = "bom-ref";

  private Materials() {}

  /**
   * The bill of a package.
   *
   * @param built the bill that the build made of all libraries, in JSON
   * @param jars the names of the jars that are packed
   * @param version of the runtime
   */
  static String of(String built, Set<String> jars, Runtime.Version version)
      throws Json.ParseException {
    Map<String, @Nullable Object> bill = object(Json.parse(built));
    List<Map<String, @Nullable Object>> components = new ArrayList<>();
    for (Map<String, @Nullable Object> each : objects(bill.get(COMPONENTS))) {
      if (jars.contains(each.get("name") + "-" + each.get("version") + ".jar")) {
        components.add(each);
      }
    }
    Set<Object> kept = new TreeSet<>();
    components.forEach(each -> kept.add(String.valueOf(each.get(REFERENCE))));
    kept.add(String.valueOf(object(object(bill.get("metadata")).get("component")).get(REFERENCE)));
    bill.put(DEPENDENCIES, dependencies(bill, kept));
    components.add(runtime(version));
    bill.put(COMPONENTS, components);
    return Json.write(bill) + "\n";
  }

  private static List<Map<String, @Nullable Object>> dependencies(
      Map<String, @Nullable Object> bill, Set<Object> kept) {
    List<Map<String, @Nullable Object>> dependencies = new ArrayList<>();
    for (Map<String, @Nullable Object> each : objects(bill.get(DEPENDENCIES))) {
      if (kept.contains(String.valueOf(each.get("ref")))) {
        if (each.get(DEPENDS_ON) instanceof List<?> on) {
          each.put(DEPENDS_ON, on.stream().filter(kept::contains).toList());
        }
        dependencies.add(each);
      }
    }
    return dependencies;
  }

  private static Map<String, @Nullable Object> runtime(Runtime.Version version) {
    Map<String, @Nullable Object> runtime = new LinkedHashMap<>();
    runtime.put("type", "platform");
    runtime.put(REFERENCE, "runtime");
    runtime.put("publisher", System.getProperty("java.vendor"));
    runtime.put("name", "OpenJDK runtime");
    runtime.put("version", version.toString());
    return runtime;
  }

  private static Map<String, @Nullable Object> object(@Nullable Object json) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    if (json instanceof Map<?, ?> map) {
      map.forEach((name, value) -> object.put(String.valueOf(name), value));
    }
    return object;
  }

  private static List<Map<String, @Nullable Object>> objects(@Nullable Object json) {
    return json instanceof List<?> list ? list.stream().map(Materials::object).toList() : List.of();
  }
}
