package io.bentoform.api.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.bentoform.api.engine.ConfiguredService;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.Canary;
import io.bentoform.api.wire.DeploymentConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The services that a deployment configures, as an engine is asked about them. */
final class ConfiguredServices {
  private final boolean codespace;
  private final Map<String, Resources> instanceTypes;
  private final List<ConfiguredService> services = new ArrayList<>();

  private ConfiguredServices(boolean codespace, Map<String, Resources> instanceTypes) {
    this.codespace = codespace;
    this.instanceTypes = instanceTypes;
  }

  /**
   * The services of all versions. A canary version without services of its own has those of the
   * main one, which are there already.
   *
   * @param instanceTypes of the cluster, by name
   */
  static List<ConfiguredService> of(
      DeploymentConfig config, boolean codespace, Map<String, Resources> instanceTypes) {
    ConfiguredServices all = new ConfiguredServices(codespace, instanceTypes);
    all.add("", config.services());
    config.versions().forEach((label, version) -> all.addCanary(config, label, version));
    return List.copyOf(all.services);
  }

  private void addCanary(DeploymentConfig config, String label, Canary.Version version) {
    if (version.services() != null && !version.services().isEmpty()) {
      add(CanaryRules.pointer(label), config.version(version).services());
    }
  }

  private void add(String pointer, Map<String, DeploymentConfig.Service> configured) {
    configured.forEach((name, settings) -> services.add(service(pointer, name, settings)));
  }

  private ConfiguredService service(
      String pointer, String name, DeploymentConfig.Service settings) {
    String type = settings.instanceType();
    return new ConfiguredService(
        name,
        pointer + "/services/" + RequestBody.escape(name),
        codespace,
        type == null ? Resources.NONE : instanceTypes.getOrDefault(type, Resources.NONE),
        DeploymentConfig.Scaling.least(settings.scaling()),
        DeploymentConfig.Scaling.most(settings.scaling()),
        metrics(settings.scaling()),
        Optional.ofNullable(settings.deploymentStrategy()).flatMap(Strategies::of),
        isSet(settings.extras()),
        settings.configOverrides() != null && isSet(settings.configOverrides().get("resources")));
  }

  private static List<String> metrics(DeploymentConfig.@Nullable Scaling scaling) {
    List<String> types = new ArrayList<>();
    if (scaling != null && scaling.policy() != null) {
      for (JsonNode metric : scaling.policy().path("metrics")) {
        types.add(metric.path("type").asText().toLowerCase(Locale.ROOT));
      }
    }
    return types;
  }

  private static boolean isSet(@Nullable JsonNode setting) {
    return setting != null && !setting.isNull();
  }
}
