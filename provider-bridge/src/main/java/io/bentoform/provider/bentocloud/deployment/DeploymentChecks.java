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
import java.util.regex.Pattern;

/** Validates the configuration of a deployment; unknown values are skipped. */
final class DeploymentChecks {

  private static final Pattern BENTO =
      Pattern.compile("[a-z0-9]([-._a-z0-9]*[a-z0-9])?:[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?");

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
    duplicates(AttachedSecret.list(config.get(DeploymentSchema.SECRETS)), found);
    Path services = Path.of(DeploymentSchema.SERVICES);
    config
        .get(DeploymentSchema.SERVICES)
        .asMap()
        .forEach((name, service) -> scaling(services.key(name), service.asMap(), found));
    return found.errors();
  }

  private static void duplicates(List<AttachedSecret> secrets, Findings found) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < secrets.size(); i++) {
      String name = secrets.get(i).label();
      int first = name.isEmpty() ? i : seen.merge(name, i, Math::min);
      found.require(
          first == i,
          Path.of(DeploymentSchema.SECRETS).index(i).attribute(DeploymentSchema.NAME),
          "Secret attached twice",
          "The secret \"%s\" is already attached as secrets[%d]. Remove one of them.",
          name,
          first);
    }
  }

  private static void scaling(Path path, Map<String, Value> service, Findings found) {
    Value scaling = service.getOrDefault(DeploymentSchema.SCALING, Value.ofNull());
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
    return object.asMap().getOrDefault(name, Value.ofNull()).asLong().orElse(otherwise);
  }
}
