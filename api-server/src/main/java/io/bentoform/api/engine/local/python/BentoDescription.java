package io.bentoform.api.engine.local.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the engine reads in a bento's {@code bento.yaml}. Both are checked to be plain versions, so
 * that they can stand on a command line.
 *
 * @param bentomlVersion version that built the bento
 * @param pythonVersion the Python it was made for, e.g. {@code 3.11}
 */
record BentoDescription(Optional<String> bentomlVersion, Optional<String> pythonVersion) {
  private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.+!_-]{0,63}");
  private static final YAMLMapper YAML = new YAMLMapper();

  static BentoDescription read(Path bento) throws IOException {
    JsonNode description = YAML.readTree(bento.resolve("bento.yaml").toFile());
    JsonNode image = description.path("image").path("python_version");
    JsonNode docker = description.path("docker").path("python_version");
    return new BentoDescription(
        version(description.path("bentoml_version")), version(image).or(() -> version(docker)));
  }

  private static Optional<String> version(JsonNode node) {
    return Optional.of(node.asText("")).filter(text -> VERSION.matcher(text).matches());
  }
}
