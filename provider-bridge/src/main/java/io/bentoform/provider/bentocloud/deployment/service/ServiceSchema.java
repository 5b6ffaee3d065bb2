package io.bentoform.provider.bentocloud.deployment.service;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.schema.Attribute;
import io.bentoform.provider.schema.Nested;
import io.bentoform.provider.validation.JsonText;
import io.bentoform.provider.validation.Validators;
import java.util.Map;

/** The attribute {@code services}: settings by the name of the service. */
public final class ServiceSchema {

  public static final String SERVICES = "services";

  private static final String MIN = "min_replicas";
  private static final String MAX = "max_replicas";

  private ServiceSchema() {}

  /** The type of the settings of a service. */
  static Type.ObjectOf type() {
    return services().type() instanceof Type.MapOf(Type.ObjectOf service)
        ? service
        : new Type.ObjectOf(Map.of());
  }

  /** The attribute {@code services}, of the main version and of each canary version. */
  public static Attribute services() {
    return Attribute.nested(
            SERVICES,
            Nested.Nesting.MAP,
            Attribute.optional("instance_type", Type.STRING)
                .describedAs("Name of the instance type of each replica."),
            Attribute.optional("envs", new Type.MapOf(Type.STRING))
                .describedAs(
                    "Environment variables of this service; they override those of the deployment.")
                .checkedBy(Validators.environment()),
            scaling(),
            Attribute.optional("deployment_strategy", Type.STRING)
                .describedAs(
                    "How replicas are replaced: `RollingUpdate`, `Recreate`, `RampedSlowRollout` or"
                        + " `BestEffortControlledRollout`. Without it the API decides (Bentoform:"
                        + " `Recreate`).")
                .checkedBy(
                    Validators.oneOf(
                        "RollingUpdate",
                        "Recreate",
                        "RampedSlowRollout",
                        "BestEffortControlledRollout")),
            Attribute.optional("config_overrides", Type.STRING)
                .sameMeaning(JsonText::isSame)
                .describedAs(
                    "JSON object that overrides the service's own configuration, such as"
                        + " `jsonencode({ traffic = { timeout = 60 } })`. Reformatting it is not a change.")
                .checkedBy(Validators.jsonObject()),
            Attribute.optional("cold_start_timeout", Type.NUMBER)
                .describedAs(
                    "How many seconds a request may wait for the first replica of a service at zero."
                        + " Without it the API decides (Bentoform: 300).")
                .checkedBy(Validators.atLeast(0)))
        .describedAs("Settings by service name, as in the deployment file.");
  }

  private static Attribute scaling() {
    return Attribute.nested(
            "scaling",
            Nested.Nesting.SINGLE,
            Attribute.optional(MIN, Type.NUMBER)
                .describedAs("Minimum number of replicas. 0 lets the service scale to zero.")
                .checkedBy(Validators.atLeast(0)),
            Attribute.optional(MAX, Type.NUMBER)
                .describedAs("Maximum number of replicas.")
                .checkedBy(Validators.atLeast(1)),
            policy())
        .describedAs("Number of replicas, and when it changes.")
        .checkedBy(Validators.ordered(MIN, MAX));
  }

  private static Attribute policy() {
    return Attribute.nested(
            "policy",
            Nested.Nesting.SINGLE,
            Attribute.nested(
                    "metrics",
                    Nested.Nesting.LIST,
                    Attribute.required("type", Type.STRING)
                        .describedAs("Metric, on Bentoform `concurrency` or `cpu`."),
                    Attribute.required("value", Type.STRING)
                        .describedAs(
                            "What one replica should have of it: requests in flight for"
                                + " `concurrency`, percent of a core for `cpu`."))
                .describedAs(
                    "Metrics to scale on. Without any, Bentoform takes `traffic.concurrency` of the"
                        + " service, else 80 percent of a core."),
            behavior("scale_up_behavior", "added", "fast"),
            behavior("scale_down_behavior", "removed", "stable"),
            window("scale_up_stabilization_window", "added", 0),
            window("scale_down_stabilization_window", "removed", 300))
        .describedAs("When replicas are added and removed.");
  }

  private static Attribute behavior(String name, String done, String onBentoform) {
    String text =
        "How replicas are %s: `fast` (at once), `stable` (in steps) or `disabled`. Without it the"
            + " API decides (Bentoform: `%s`).";
    return Attribute.optional(name, Type.STRING).describedAs(text.formatted(done, onBentoform));
  }

  private static Attribute window(String name, String done, int onBentoform) {
    String text =
        "For how many seconds the demand must last before replicas are %s. Without it the API"
            + " decides (Bentoform: %d).";
    return Attribute.optional(name, Type.NUMBER)
        .describedAs(text.formatted(done, onBentoform))
        .checkedBy(Validators.atLeast(0));
  }
}
