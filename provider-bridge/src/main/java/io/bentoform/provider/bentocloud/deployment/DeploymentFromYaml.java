package io.bentoform.provider.bentocloud.deployment;

import io.bentoform.provider.cty.Type;
import io.bentoform.provider.cty.Value;
import io.bentoform.provider.resource.ProviderFunction;
import java.util.List;

/** {@code deployment_from_yaml}: the arguments that a deployment file stands for. */
public final class DeploymentFromYaml implements ProviderFunction {

  @Override
  public String name() {
    return "deployment_from_yaml";
  }

  @Override
  public String summary() {
    return "Turns a BentoML deployment file into arguments of bentocloud_deployment.";
  }

  @Override
  public String description() {
    return "Returns an object with `name`, `cluster`, `bento`, `secrets`, `envs`, `labels`,"
        + " `access_authorization` and `services` of a deployment file, as"
        + " `bentoml deployment create --config-file` takes it. `secrets` is a list of objects with"
        + " `name`: to let the plan follow a secret of this configuration, attach the resource"
        + " instead. What the file does not have is null or empty.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(new Parameter("yaml", Type.STRING, "The text of the file, in YAML or JSON."));
  }

  @Override
  public Type result() {
    return DeploymentFile.type();
  }

  @Override
  public Value call(List<Value> arguments) {
    try {
      return DeploymentFile.parse(arguments.getFirst().asText(""));
    } catch (DeploymentFile.FileException e) {
      throw new ArgumentException(0, String.valueOf(e.getMessage()));
    }
  }
}
