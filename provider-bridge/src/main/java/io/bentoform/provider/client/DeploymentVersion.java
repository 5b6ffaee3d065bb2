package io.bentoform.provider.client;

import io.bentoform.provider.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The main version of a deployment or a canary version, as returned by the API: a canary version
 * with what it has from the main version too.
 *
 * @param bento {@code name:version}, null before the first rollout
 */
public record DeploymentVersion(@Nullable String bento, JsonObject config) {

  /** A version that has nothing. */
  public static final DeploymentVersion NONE = new DeploymentVersion(null, JsonObject.EMPTY);

  static DeploymentVersion of(JsonObject target) {
    return new DeploymentVersion(
        DeploymentRecord.bentoOf(target).orElse(null), target.object("config"));
  }

  /** The environment variables of all services. */
  public Map<String, String> envs() {
    return Pairs.decodeEnvs(config.raw("envs"));
  }

  /** The settings by service, in the API's form. */
  public JsonObject services() {
    return config.object("services");
  }

  /** The names of the attached secrets. */
  public List<String> secrets() {
    return config.texts("secrets");
  }
}
