package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Validator;
import io.bentoform.provider.validation.Findings;
import io.bentoform.provider.validation.Validators;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Validates the configuration of a deployment; unknown values are skipped. */
final class DeploymentChecks {

  private static final Pattern BENTO =
      Pattern.compile("[a-z0-9]([-._a-z0-9]*[a-z0-9])?:[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?");

  private static final Set<String> BY_NAME = Set.of("header", "query");
  private static final int WHOLE = 100;

  private DeploymentChecks() {}

  static Validator bento() {
    return Validators.text(
        text -> BENTO.matcher(text).matches(),
        "Invalid bento",
        "use the form \"name:version\", as printed by \"bentoml list\".");
  }

  /** Validates across attributes. */
  static List<Diagnostic> run(Value.Fields config) {
    Findings found = new Findings();
    Attachments.of(config.get(DeploymentSchema.SECRETS), config.get(DeploymentSchema.CANARY))
        .byPlace()
        .forEach((place, secrets) -> duplicates(place, secrets, found));
    services(Path.ROOT, config, found);
    canary(config.get(DeploymentSchema.CANARY), found);
    return found.errors();
  }

  private static void services(Path path, Value version, Findings found) {
    Path services = path.attribute(DeploymentSchema.SERVICES);
    version
        .get(DeploymentSchema.SERVICES)
        .asMap()
        .forEach((name, service) -> scaling(services.key(name), service, found));
  }

  private static void canary(Value canary, Findings found) {
    Path path = Path.of(DeploymentSchema.CANARY);
    Value type = canary.get(DeploymentSchema.ROUTE_TYPE);
    Value by = canary.get(DeploymentSchema.ROUTE_BY);
    found.require(
        !BY_NAME.contains(type.asText().orElse("")) || !by.isNull(),
        path.attribute(DeploymentSchema.ROUTE_BY),
        "Missing route_by",
        "With route_type \"%s\", route_by names the %s by which requests choose a version.",
        type.asText().orElse(""),
        type.asText().orElse(""));
    long sum = 0;
    Map<String, Value> versions = canary.get(DeploymentSchema.VERSIONS).asMap();
    for (Map.Entry<String, Value> version : versions.entrySet()) {
      services(
          path.attribute(DeploymentSchema.VERSIONS).key(version.getKey()),
          version.getValue(),
          found);
      sum += number(version.getValue(), DeploymentSchema.WEIGHT, 0);
    }
    found.require(
        sum <= WHOLE,
        path.attribute(DeploymentSchema.VERSIONS),
        "Weights of more than 100 percent",
        "The weights of all canary versions are %d percent together. Leave some for the main"
            + " version, or give 100 percent to one of them.",
        sum);
  }

  private static void duplicates(Path place, List<AttachedSecret> secrets, Findings found) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < secrets.size(); i++) {
      String name = secrets.get(i).label();
      int first = name.isEmpty() ? i : seen.merge(name, i, Math::min);
      found.require(
          first == i,
          place.index(i).attribute(DeploymentSchema.NAME),
          "Secret attached twice",
          "The secret \"%s\" is already attached as %s. Remove one of them.",
          name,
          place.index(first));
    }
  }

  private static void scaling(Path path, Value service, Findings found) {
    Value scaling = service.get(DeploymentSchema.SCALING);
    long min = number(scaling, DeploymentSchema.MIN, 0);
    long max = number(scaling, DeploymentSchema.MAX, Long.MAX_VALUE);
    found.require(
        min <= max,
        path.attribute(DeploymentSchema.SCALING).attribute(DeploymentSchema.MIN),
        "min_replicas is greater than max_replicas",
        "min_replicas is %d and max_replicas is %d. Change one of them.",
        min,
        max);
  }

  private static long number(Value object, String name, long otherwise) {
    return object.get(name).asLong().orElse(otherwise);
  }
}
