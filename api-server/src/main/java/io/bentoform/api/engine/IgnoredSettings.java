package io.bentoform.api.engine;

import java.util.ArrayList;
import java.util.List;

/** Finds settings of a service that have no effect on any engine, or not on this one. */
public final class IgnoredSettings {
  private IgnoredSettings() {}

  /**
   * What is ignored, in the order of the settings.
   *
   * @param metrics that the engine scales by, in lower case
   */
  public static List<Limitation> of(ConfiguredService service, List<String> metrics) {
    List<Limitation> found = new ArrayList<>();
    for (int i = 0; i < service.metrics().size(); i++) {
      String type = service.metrics().get(i);
      if (!metrics.contains(type)) {
        found.add(
            ignored(
                service,
                "/scaling/policy/metrics/" + i,
                "metric_ignored",
                "Service %s does not scale by %s here, only by %s."
                    .formatted(service.name(), type, String.join(" and ", metrics))));
      }
    }
    if (service.extras()) {
      found.add(
          ignored(
              service,
              "/extras",
              "extras_ignored",
              "extras of service %s have no effect.".formatted(service.name())));
    }
    if (service.resourceOverrides()) {
      found.add(
          ignored(
              service,
              "/config_overrides/resources",
              "resources_ignored",
              "resources in config_overrides reserve nothing for service %s. Choose an instance type."
                  .formatted(service.name())));
    }
    return List.copyOf(found);
  }

  private static Limitation ignored(
      ConfiguredService service, String setting, String code, String detail) {
    return new Limitation(service.name(), service.pointer() + setting, code, detail, false);
  }
}
