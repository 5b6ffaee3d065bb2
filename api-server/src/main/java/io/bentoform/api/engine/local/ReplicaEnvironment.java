package io.bentoform.api.engine.local;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bentoform.api.engine.ServiceSpecification;
import io.bentoform.api.engine.Sources;
import io.bentoform.api.engine.Specification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The environment variables of a replica. */
final class ReplicaEnvironment {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ReplicaEnvironment() {}

  /** The deployment may set any variable but those that the engine needs. */
  static void fill(
      Map<String, String> environment,
      Target target,
      ServiceSpecification service,
      Path userHome,
      Path home)
      throws IOException {
    PreparedRelease release = target.release();
    Specification specification = target.specification();
    environment.put("PATH", release.environment().resolve("bin") + ":/usr/local/bin:/usr/bin:/bin");
    environment.put("HOME", userHome.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("PYTHONUNBUFFERED", "1");
    environment.put("BENTOML_DO_NOT_TRACK", "True");
    if (!specification.configOverrides().isEmpty()) {
      ObjectNode overrides = JSON.createObjectNode();
      overrides.putObject("services").setAll(specification.configOverrides());
      environment.put("BENTOML_CONFIG_OVERRIDES", JSON.writeValueAsString(overrides));
    }
    service
        .environment()
        .forEach(variable -> environment.put(variable.name(), variable.value().reveal()));
    environment.put("BENTOML_HOME", home.toString());
    if (specification.sources() instanceof Sources.Archive) {
      environment.put("BENTO_PATH", release.bento().toString());
    }
  }
}
