package io.bentoform.api.deployment;

import io.bentoform.api.http.Names;
import io.bentoform.api.http.ProblemException;
import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.Canary;
import io.bentoform.api.wire.ChosenUid;
import io.bentoform.api.wire.DeploymentConfig;
import io.bentoform.api.wire.DeploymentRequest;
import io.bentoform.api.wire.Label;
import io.bentoform.api.wire.Violation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Validates a request for a deployment, without the database. */
final class DeploymentRules {
  private static final int MAX_REPLICAS = 100;

  private final List<Violation> violations = new ArrayList<>();

  private DeploymentRules() {}

  /** All violations of a request. */
  static List<Violation> check(DeploymentRequest request) {
    DeploymentRules rules = new DeploymentRules();
    ChosenUid.violation(request.uid()).ifPresent(rules.violations::add);
    rules.name(request.name());
    rules.labels(request.labels());
    rules.managedBy(request.managedBy());
    rules.settings("", request.envs(), request.secrets(), request.services());
    if (request.bento() == null || request.bento().isEmpty()) {
      rules.add("/bento", "bento_not_found", "The deployment needs a bento, name:version.");
    }
    if (request.canary() != null) {
      rules.canary(request.canary(), Boolean.TRUE.equals(request.dev()));
    }
    return rules.violations;
  }

  /**
   * The requests of many checks.
   *
   * @throws ProblemException 422 when there is none, or more than {@code most}
   */
  static List<DeploymentRequest> checks(DeploymentRequest.Checks sent, int most) {
    List<@Nullable DeploymentRequest> deployments = sent.deployments();
    if (deployments == null || deployments.isEmpty() || deployments.size() > most) {
      throw ProblemException.invalid(
          List.of(
              new Violation(
                  "/deployments",
                  "bad_number",
                  "Send 1 to " + most + " deployments to check at once.")));
    }
    List<DeploymentRequest> checked = new ArrayList<>();
    for (int i = 0; i < deployments.size(); i++) {
      DeploymentRequest deployment = deployments.get(i);
      if (deployment == null) {
        throw ProblemException.invalid(
            List.of(new Violation("/deployments/" + i, "wrong_type", "Send an object.")));
      }
      checked.add(deployment);
    }
    return checked;
  }

  /** All violations of labels. */
  static List<Violation> check(DeploymentRequest.Metadata metadata) {
    DeploymentRules rules = new DeploymentRules();
    rules.labels(metadata.labels());
    return rules.violations;
  }

  /** What the main version and each canary version may set. */
  private void settings(
      String pointer,
      @Nullable List<DeploymentConfig.@Nullable Variable> envs,
      @Nullable List<@Nullable String> secrets,
      @Nullable Map<String, DeploymentConfig.@Nullable Service> services) {
    variables(pointer + "/envs", envs);
    secrets(pointer + "/secrets", secrets);
    if (services != null) {
      services.forEach(
          (name, service) -> service(pointer + "/services/" + RequestBody.escape(name), service));
    }
  }

  private void canary(Canary canary, boolean dev) {
    violations.addAll(CanaryRules.check(canary));
    if (dev && !canary.given().isEmpty()) {
      add("/canary", "canary_invalid", "A codespace has no canary versions.");
    }
    canary
        .given()
        .forEach(
            (label, version) ->
                settings(
                    CanaryRules.pointer(label),
                    version.envs(),
                    version.secrets(),
                    version.services()));
  }

  private void name(@Nullable String name) {
    if (name != null && !Names.isDns1035Label(name)) {
      add(
          "/name",
          "name_invalid",
          "The name of a deployment is 1 to 63 lower-case letters, digits and hyphens, begins with"
              + " a letter and ends with a letter or digit.");
    }
  }

  private void labels(@Nullable List<Label> labels) {
    if (labels != null) {
      violations.addAll(Label.check(labels));
    }
  }

  private void managedBy(@Nullable String tool) {
    if (tool != null && !Names.isDns1123Label(tool)) {
      add(
          "/managed_by",
          "name_invalid",
          "The name of a tool is 1 to 63 lower-case letters, digits and hyphens, such as"
              + " terraform.");
    }
  }

  private void variables(
      String pointer, @Nullable List<DeploymentConfig.@Nullable Variable> variables) {
    if (variables == null) {
      return;
    }
    for (int i = 0; i < variables.size(); i++) {
      Optional<DeploymentConfig.Variable> variable = Optional.ofNullable(variables.get(i));
      String name = variable.map(DeploymentConfig.Variable::name).orElse("");
      if (!Names.isEnvironmentName(name)) {
        add(
            pointer + "/" + i + "/name",
            "env_name_invalid",
            "The name of an environment variable has letters, digits and underscores, does"
                + " not begin with a digit, and is not one that BentoML sets itself.");
      }
      String value = variable.map(DeploymentConfig.Variable::value).orElse("");
      if (value.indexOf('\0') >= 0) {
        add(
            pointer + "/" + i + "/value",
            "value_not_text",
            "The value of " + name + " contains a NUL character.");
      }
    }
  }

  private void secrets(String pointer, @Nullable List<@Nullable String> secrets) {
    if (secrets == null) {
      return;
    }
    Set<@Nullable String> seen = new HashSet<>();
    for (int i = 0; i < secrets.size(); i++) {
      String name = secrets.get(i);
      if (name == null || !Names.isDns1123Label(name)) {
        add(pointer + "/" + i, "name_invalid", "A secret must be attached by its name.");
      } else if (!seen.add(name)) {
        add(pointer + "/" + i, "secret_twice", "The secret " + name + " is attached twice.");
      }
    }
  }

  private void service(String pointer, DeploymentConfig.@Nullable Service service) {
    if (service == null) {
      add(pointer, "wrong_type", "The settings of a service must be an object.");
      return;
    }
    String strategy = service.deploymentStrategy();
    if (strategy != null && Strategies.of(strategy).isEmpty()) {
      add(
          pointer + "/deployment_strategy",
          "strategy_unknown",
          "deployment_strategy must be one of " + Strategies.words() + ".");
    }
    variables(pointer + "/envs", service.envs());
    scaling(pointer + "/scaling", service.scaling());
    if (service.configOverrides() != null
        && !service.configOverrides().isNull()
        && !service.configOverrides().isObject()) {
      add(pointer + "/config_overrides", "wrong_type", "config_overrides must be an object.");
    }
  }

  private void scaling(String pointer, DeploymentConfig.@Nullable Scaling scaling) {
    if (scaling == null) {
      return;
    }
    Integer least = scaling.minReplicas();
    Integer most = scaling.maxReplicas();
    if (least != null && least < 0) {
      add(pointer + "/min_replicas", "scaling_invalid", "min_replicas must not be negative.");
    }
    if (least != null && least > MAX_REPLICAS) {
      add(
          pointer + "/min_replicas",
          "scaling_invalid",
          "min_replicas must not be greater than " + MAX_REPLICAS + ".");
    } else if (most != null && most < 1) {
      add(pointer + "/max_replicas", "scaling_invalid", "max_replicas must be at least 1.");
    } else if (least != null && most != null && least > most) {
      add(
          pointer + "/min_replicas",
          "scaling_invalid",
          "min_replicas must not be greater than max_replicas.");
    }
  }

  private void add(String pointer, String code, String detail) {
    violations.add(new Violation(pointer, code, detail));
  }

  static Stream<String> names(List<DeploymentConfig.Variable> variables) {
    return variables.stream().map(DeploymentConfig.Variable::name).flatMap(Stream::ofNullable);
  }
}
