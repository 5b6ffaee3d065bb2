package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.resource.ProviderFunction;
import java.util.List;

/** {@code deployment_to_yaml}: the deployment file that says the same as a deployment. */
public final class DeploymentToYaml implements ProviderFunction {

  @Override
  public String name() {
    return "deployment_to_yaml";
  }

  @Override
  public String summary() {
    return "Turns a bentocloud_deployment into a BentoML deployment file.";
  }

  @Override
  public String description() {
    return "Returns the YAML text of the deployment file that"
        + " `bentoml deployment apply --config-file` takes, for a `bentocloud_deployment` or an"
        + " object with its arguments.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter(
            "deployment",
            new Type.Dynamic(),
            "A `bentocloud_deployment`, or an object with its arguments."));
  }

  @Override
  public Type result() {
    return Type.STRING;
  }

  @Override
  public Value call(List<Value> arguments) {
    Value given =
        arguments.getFirst() instanceof Value.Typed typed ? typed.value() : Value.ofNull();
    if (!(given instanceof Value.Fields deployment)
        || deployment.get(DeploymentSchema.BENTO).asText().isEmpty()) {
      throw new ArgumentException(0, "It is no deployment: it has no \"bento\".");
    }
    return Value.text(DeploymentFile.format(deployment));
  }
}
