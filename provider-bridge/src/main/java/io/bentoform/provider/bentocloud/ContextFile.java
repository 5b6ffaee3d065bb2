package io.bentoform.provider.bentocloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * The contexts that {@code bentoml cloud login} stores in {@code $BENTOML_HOME/.yatai.yaml}. The
 * YAML library is loaded only when the file is read.
 */
final class ContextFile {

  /** A stored login; {@code toString} omits the token. */
  record Entry(String name, String endpoint, String apiToken) {
    @Override
    public String toString() {
      return "Entry[" + name + "]";
    }
  }

  private final Path file;
  private final List<Entry> entries;
  private final String current;

  private ContextFile(Path file, List<Entry> entries, String current) {
    this.file = file;
    this.entries = entries;
    this.current = current;
  }

  /** The location that the bentoml command line uses. */
  static Path location(Map<String, String> environment) {
    String home = environment.getOrDefault("BENTOML_HOME", "");
    Path folder =
        home.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")))
                .resolve("bentoml")
            : Path.of(home);
    return Path.of(environment.getOrDefault("PWD", "")).resolve(folder).resolve(".yatai.yaml");
  }

  /** Reads the file; a missing file has no contexts. */
  static ContextFile read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return new ContextFile(file, List.of(), "default");
    }
    Object tree;
    try {
      tree = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    } catch (YamlEngineException e) {
      throw new IOException(
          "the file is not valid YAML"); // the cause's message could contain a token
    }
    if (!(tree instanceof Map<?, ?> map)) {
      return new ContextFile(file, List.of(), "default");
    }
    List<Entry> entries = new ArrayList<>();
    if (map.get("contexts") instanceof List<?> contexts) {
      contexts.forEach(context -> entry(context).ifPresent(entries::add));
    }
    return new ContextFile(file, entries, text(map.get("current_context_name"), "default"));
  }

  private static Optional<Entry> entry(@Nullable Object context) {
    if (!(context instanceof Map<?, ?> map)) {
      return Optional.empty();
    }
    return Optional.of(
        new Entry(
            text(map.get("name"), ""),
            text(map.get("endpoint"), "").strip(),
            text(map.get("api_token"), "").strip()));
  }

  private static String text(@Nullable Object value, String otherwise) {
    return value == null ? otherwise : String.valueOf(value);
  }

  String currentName() {
    return current;
  }

  Optional<Entry> find(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
