package io.bentoform.api.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.bentoform.api.deployment.Strategies;
import io.bentoform.api.engine.EnvironmentVariable;
import io.bentoform.api.engine.Resources;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Strategy;
import io.bentoform.api.scaling.ScalingPolicy;
import io.bentoform.api.scaling.ScalingPolicy.Behavior;
import io.bentoform.api.wire.DeploymentConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How one service of a bento runs: what the bento declares, overridden by what the deployment says.
 *
 * @param declared the configuration in the bento's manifest
 * @param deployed the settings of the service in the deployment; null for none
 */
record ServiceSettings(JsonNode declared, DeploymentConfig.@Nullable Service deployed) {
  private static final String CPU = "cpu";

  /**
   * The specification of the service.
   *
   * @param resources of its instance type
   */
  ServiceSpecification specification(
      String name,
      List<String> dependencies,
      List<EnvironmentVariable> environment,
      Resources resources) {
    return new ServiceSpecification(
        name,
        dependencies,
        scaling(),
        strategy(),
        environment,
        resources,
        traffic("timeout").isNumber()
            ? seconds(traffic("timeout").asDouble())
            : ServiceSpecification.DEFAULT_TIMEOUT,
        traffic("external_queue").asBoolean(false),
        coldStartTimeout());
  }

  /** The override where there is one, else what the bento declares. */
  private JsonNode traffic(String setting) {
    JsonNode overrides = deployed == null ? null : deployed.configOverrides();
    JsonNode over =
        overrides == null
            ? JsonNodeFactory.instance.missingNode()
            : overrides.path("traffic").path(setting);
    return over.isMissingNode() ? declared.path("traffic").path(setting) : over;
  }

  private Strategy strategy() {
    return Optional.ofNullable(deployed)
        .map(DeploymentConfig.Service::deploymentStrategy)
        .flatMap(Strategies::of)
        .orElse(Strategy.RECREATE);
  }

  private Duration coldStartTimeout() {
    Integer seconds = deployed == null ? null : deployed.coldStartTimeout();
    return seconds == null
        ? ServiceSpecification.DEFAULT_COLD_START_TIMEOUT
        : Duration.ofSeconds(seconds);
  }

  private ScalingPolicy scaling() {
    DeploymentConfig.Scaling scaling = deployed == null ? null : deployed.scaling();
    JsonNode policy =
        scaling == null || scaling.policy() == null
            ? JsonNodeFactory.instance.missingNode()
            : scaling.policy();
    return new ScalingPolicy(
        DeploymentConfig.Scaling.least(scaling),
        DeploymentConfig.Scaling.most(scaling),
        concurrency(policy),
        metric(policy, CPU),
        behavior(policy.path("scale_up_behavior"), Behavior.FAST),
        behavior(policy.path("scale_down_behavior"), Behavior.STABLE),
        window(policy.path("scale_up_stabilization_window"), ScalingPolicy.DEFAULT_UP_WINDOW),
        window(policy.path("scale_down_stabilization_window"), ScalingPolicy.DEFAULT_DOWN_WINDOW));
  }

  private OptionalInt concurrency(JsonNode policy) {
    OptionalInt metric = metric(policy, "concurrency");
    return metric.isPresent() ? metric : positive(traffic("concurrency"));
  }

  private static OptionalInt metric(JsonNode policy, String type) {
    for (JsonNode metric : policy.path("metrics")) {
      if (metric.path("type").asText().toLowerCase(Locale.ROOT).equals(type)) {
        return positive(metric.path("value"));
      }
    }
    return OptionalInt.empty();
  }

  /** A number, or a text of one as the client may send it. */
  private static OptionalInt positive(JsonNode node) {
    int number = node.asInt(0);
    return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
  }

  private static Behavior behavior(JsonNode word, Behavior absent) {
    return switch (word.asText("").toLowerCase(Locale.ROOT)) {
      case "fast" -> Behavior.FAST;
      case "stable" -> Behavior.STABLE;
      case "disabled" -> Behavior.DISABLED;
      default -> absent;
    };
  }

  private static Duration window(JsonNode seconds, Duration absent) {
    return seconds.isNumber() ? Duration.ofSeconds(Math.max(0, seconds.asLong())) : absent;
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.max(1, (long) (seconds * 1000)));
  }
}
