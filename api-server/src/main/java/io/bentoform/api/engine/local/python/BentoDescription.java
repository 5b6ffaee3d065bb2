package io.bentoform.api.engine.local.python;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the engine reads in a bento's {@code bento.yaml}. The versions are checked to be plain ones,
 * so that they can stand on a command line.
 *
 * @param bentomlVersion version that built the bento
 * @param pythonVersion the Python it was made for, e.g. {@code 3.11}
 * @param commands what is done in its image before its requirements are installed
 * @param postCommands what is done after that
 */
record BentoDescription(
    Optional<String> bentomlVersion,
    Optional<String> pythonVersion,
    List<String> commands,
    List<String> postCommands) {
  private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.+!_-]{0,63}");
  private static final YAMLMapper YAML = new YAMLMapper();

  static BentoDescription read(Path bento) throws IOException {
    JsonNode description = YAML.readTree(bento.resolve("bento.yaml").toFile());
    JsonNode image = description.path("image").path("python_version");
    JsonNode docker = description.path("docker").path("python_version");
    return new BentoDescription(
        version(description.path("bentoml_version")),
        version(image).or(() -> version(docker)),
        texts(description.path("image").path("commands")),
        texts(description.path("image").path("post_commands")));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText("")));
    return texts;
  }

  private static Optional<String> version(JsonNode node) {
    return Optional.of(node.asText("")).filter(text -> VERSION.matcher(text).matches());
  }
}
