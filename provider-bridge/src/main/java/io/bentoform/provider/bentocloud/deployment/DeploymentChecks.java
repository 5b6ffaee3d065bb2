package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Validator;
import io.bentoform.provider.validation.Validators;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    List<Diagnostic> found = new ArrayList<>();
    duplicates(config.get(DeploymentSchema.SECRETS).asList(), found);
    config
        .get(DeploymentSchema.SERVICES)
        .asMap()
        .forEach(
            (name, service) ->
                scaling(Path.of(DeploymentSchema.SERVICES).key(name), service, found));
    return found;
  }

  private static void duplicates(List<Value> secrets, List<Diagnostic> found) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < secrets.size(); i++) {
      String name =
          secrets.get(i) instanceof Value.Fields element
              ? element.get(DeploymentSchema.NAME).asText().orElse(null)
              : null;
      Integer first = name == null ? null : seen.putIfAbsent(name, i);
      if (first != null) {
        found.add(
            Diagnostic.error(
                Path.of(DeploymentSchema.SECRETS).index(i).attribute(DeploymentSchema.NAME),
                "Secret attached twice",
                "The secret \""
                    + name
                    + "\" is already attached as secrets["
                    + first
                    + "]. Remove one of them."));
      }
    }
  }

  private static void scaling(Path service, Value value, List<Diagnostic> found) {
    if (!(value instanceof Value.Fields object)
        || !(object.get(DeploymentSchema.SCALING) instanceof Value.Fields scaling)) {
      return;
    }
    Optional<Long> min = scaling.get(DeploymentSchema.MIN).asLong();
    Optional<Long> max = scaling.get(DeploymentSchema.MAX).asLong();
    if (min.isPresent() && max.isPresent() && min.get() > max.get()) {
      found.add(
          Diagnostic.error(
              service.attribute(DeploymentSchema.SCALING).attribute(DeploymentSchema.MIN),
              "min_replicas is greater than max_replicas",
              "min_replicas is "
                  + min.get()
                  + " and max_replicas is "
                  + max.get()
                  + ". Change one of them."));
    }
  }
}
