package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.schema.Validator;
import io.bentoform.provider.validation.Validators;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Validators of what only a deployment has. */
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

  /** Requires the name by which requests are routed. */
  static void routing(Path path, Value canary, Consumer<Diagnostic> report) {
    String type = canary.get(DeploymentSchema.ROUTE_TYPE).asText("");
    if (BY_NAME.contains(type) && canary.get(DeploymentSchema.ROUTE_BY).isNull()) {
      report.accept(
          Diagnostic.error(
              path.attribute(DeploymentSchema.ROUTE_BY),
              "Missing route_by",
              "With route_type \"%s\", route_by names the %s by which requests choose a version."
                  .formatted(type, type)));
    }
  }

  /** Requires weights that leave the main version no less than nothing. */
  static void weights(Path path, Value versions, Consumer<Diagnostic> report) {
    long sum =
        versions.asMap().values().stream()
            .mapToLong(version -> version.get(DeploymentSchema.WEIGHT).asLong().orElse(0L))
            .sum();
    if (sum > WHOLE) {
      report.accept(
          Diagnostic.error(
              path,
              "Weights of more than 100 percent",
              ("The weights of all canary versions are %d percent together. Leave some for the main"
                      + " version, or give 100 percent to one of them.")
                  .formatted(sum)));
    }
  }
}
