package io.bentoform.provider.bentocloud.cluster;

import io.bentoform.provider.cty.Path;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.diag.Diagnostic;
import io.bentoform.provider.validation.Findings;
import java.util.List;
import java.util.function.Consumer;

/** Validates an engine across attributes. Unknown values are skipped. */
final class EngineChecks {

  private static final Path ENGINE = Path.of(EngineSchema.ENGINE);

  private EngineChecks() {}

  static List<Diagnostic> run(Value engine) {
    Findings found = new Findings();
    if (engine.get(EngineSchema.TYPE).equals(EngineSchema.LOCAL)) {
      engine
          .asMap()
          .forEach(
              (name, value) ->
                  found.require(
                      value.isNull() || name.equals(EngineSchema.TYPE),
                      ENGINE.attribute(name),
                      "Argument of another type",
                      "Only an engine of the type \"kubernetes\" has %s: change the type, or remove"
                          + " the argument.",
                      name));
      return found.errors();
    }
    found.require(
        engine.get(EngineSchema.CONTEXT).isNull() || !engine.get(EngineSchema.KUBECONFIG).isNull(),
        ENGINE.attribute(EngineSchema.CONTEXT),
        "Context without a kubeconfig",
        "A context is the name of one of the kubeconfig: set kubeconfig_wo, or remove context.");
    found.require(
        engine.get(EngineSchema.GATEWAY).isNull()
            || !engine.get(EngineSchema.ENDPOINT_DOMAIN).isNull(),
        ENGINE.attribute(EngineSchema.GATEWAY),
        "Gateway without a domain",
        "A gateway in pods finds a deployment by its host name: set endpoint_domain, or remove"
            + " gateway.");
    return found.errors();
  }

  /** Requires exactly one kind of storage. */
  static void storage(Path path, Value storage, Consumer<Diagnostic> report) {
    Value claim = storage.get(EngineSchema.CLAIM);
    Value none = storage.get(EngineSchema.NONE);
    if (claim.isUnknown() || none.isUnknown()) {
      return;
    }
    if (claim.isPresent() == none.asBool(false)) {
      report.accept(
          Diagnostic.error(
              path, "Invalid storage", path + ": set one of claim, and none with the value true."));
    }
  }
}
