package io.bentoform.api.deployment;

import io.bentoform.api.http.RequestBody;
import io.bentoform.api.wire.Canary;
import io.bentoform.api.wire.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Validates the canary versions of a request, without the database (contract C2.2). */
final class CanaryRules {
  /** The label of the version that is no canary (contract C3). */
  static final String MAIN = "main";

  private static final List<String> TYPES = List.of(Canary.RANDOM, Canary.HEADER, Canary.QUERY);
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?");
  private static final int WHOLE = 100;
  private static final int MOST = 10;

  private final List<Violation> violations = new ArrayList<>();

  private CanaryRules() {}

  static List<Violation> check(Canary canary) {
    CanaryRules rules = new CanaryRules();
    rules.routing(canary);
    rules.versions(canary.given());
    return rules.violations;
  }

  /** The JSON pointer to a version. */
  static String pointer(String label) {
    return "/canary/versions/" + RequestBody.escape(label);
  }

  private void routing(Canary canary) {
    if (!TYPES.contains(canary.type())) {
      add(
          "/canary/route_type",
          "canary_invalid",
          "route_type must be one of " + String.join(", ", TYPES) + ".");
    } else if (!canary.type().equals(Canary.RANDOM)
        && (canary.routeBy() == null || canary.routeBy().isBlank())) {
      add(
          "/canary/route_by",
          "canary_invalid",
          "route_by must name the " + canary.type() + " by which requests choose a version.");
    }
  }

  private void versions(Map<String, Canary.Version> versions) {
    if (versions.size() > MOST) {
      add("/canary/versions", "canary_invalid", "There can be at most " + MOST + " versions.");
    }
    int sum = 0;
    for (Map.Entry<String, Canary.Version> version : versions.entrySet()) {
      String label = version.getKey();
      int weight = version.getValue().share();
      if (!LABEL.matcher(label).matches() || label.equals(MAIN)) {
        add(
            pointer(label),
            "canary_invalid",
            "The label of a version has 1 to 63 letters, digits, hyphens, dots and underscores,"
                + " and is not main.");
      }
      if (weight < 0 || weight > WHOLE) {
        add(pointer(label) + "/weight", "canary_invalid", "weight must be a percentage, 0 to 100.");
      }
      sum += Math.clamp(weight, 0, WHOLE);
    }
    if (sum > WHOLE) {
      add(
          "/canary/versions",
          "canary_invalid",
          "The weights of all versions must not be more than 100 together.");
    }
  }

  private void add(String pointer, String code, String detail) {
    violations.add(new Violation(pointer, code, detail));
  }
}
